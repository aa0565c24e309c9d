const PHOTO = /\.(?:jpg|jpeg|jpe|png|webp|avif|gif|tif|tiff)$/i;

/** Whether a file has the name of a photo; hidden ones do not count. */
export function isPhotoFileName(name: string): boolean {
  return PHOTO.test(name) && !name.startsWith('.');
}

/** Whether a path with forward slashes leads to a photo that neither is hidden nor lies in a hidden folder. */
export function isPhotoPath(path: string): boolean {
  const steps = path.split('/');
  const name = steps.pop() ?? '';
  return isPhotoFileName(name) && steps.every((step) => !step.startsWith('.') || /^\.{1,2}$/.test(step));
}
