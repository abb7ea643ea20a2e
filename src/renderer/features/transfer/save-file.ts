// Hands a file to the browser to be saved.

/** Long enough for any browser to have begun reading. */
const KEPT_MS = 60_000;

/** Where it ends up is between the browser and its user. */
export function saveFile(file: File): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}
