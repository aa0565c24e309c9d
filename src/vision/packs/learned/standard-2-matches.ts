/**
 * The cosine that one in 10,000 pairs of strangers reaches, by recogniser.
 * Written by "npm run bench:accuracy -- --pack standard-2 --calibrate"; do not edit. From 5368 photos.
 */
export const STANDARD_2_MATCHES = {
  'resnet-128': 0.9425,
  'faceres-1024': 0.5661,
  'mobileface-256': 0.4436,
} as const;
