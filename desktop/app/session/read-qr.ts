/** Chromium's own reader (Shape Detection API); not every system has it. */
type Detector = { detect(source: ImageBitmapSource): Promise<{ rawValue: string }[]> };
type DetectorClass = { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> };

const detectorClass = (): DetectorClass | undefined => (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;

/** Whether this computer can read QR codes out of pictures. */
export async function canReadQr(): Promise<boolean> {
  try {
    return (await detectorClass()?.getSupportedFormats())?.includes('qr_code') ?? false;
  } catch {
    return false;
  }
}

/** The text of the first QR code in a picture, or null. A file that is no picture has none. */
export async function readQr(file: Blob): Promise<string | null> {
  const Detector = detectorClass();
  if (!Detector) return null;
  try {
    const picture = await createImageBitmap(file);
    const found = await new Detector({ formats: ['qr_code'] }).detect(picture);
    picture.close();
    return found[0]?.rawValue ?? null;
  } catch {
    return null;
  }
}

/** The first picture somebody pasted or dropped. */
export const pictureIn = (data: DataTransfer | null): File | undefined => [...(data?.files ?? [])].find(({ type }) => type.startsWith('image/'));
