/**
 * The cosine that one in 10,000 pairs of strangers reaches, by recogniser.
 * Written by "npm run bench:accuracy -- --pack accurate-1 --calibrate"; do not edit. From 5373 photos.
 */
export const ACCURATE_1_MATCHES = {
  'mobilefacenet-128': 0.4021,
  'resnet-128': 0.9401,
  'faceres-1024': 0.5664,
} as const;
