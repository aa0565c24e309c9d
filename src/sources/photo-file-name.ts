const PHOTO = /\.(?:jpg|jpeg|jpe|png|webp|avif|gif|tif|tiff)$/i;

/** Whether a file has the name of a photo; hidden ones do not count. */
export function isPhotoFileName(name: string): boolean {
  return PHOTO.test(name) && !name.startsWith('.');
}
