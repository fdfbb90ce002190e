/** The little of pdfkit that is used here; its package brings no types. */
declare module 'pdfkit' {
  import type { Readable } from 'node:stream';
  type TextOptions = { width?: number; indent?: number; align?: 'left' | 'center' | 'right'; lineBreak?: boolean; continued?: boolean };
  class PdfDocument extends Readable {
    constructor(options: { size?: string; margins?: { top: number; bottom: number; left: number; right: number }; info?: Record<string, string | Date>; autoFirstPage?: boolean; lang?: string; displayTitle?: boolean });
    x: number;
    y: number;
    /** Of the font chosen last, as fontkit reads it. */
    readonly _font: { readonly font: { hasGlyphForCodePoint(code: number): boolean } };
    readonly page: { width: number; height: number; margins: { top: number; bottom: number; left: number; right: number } };
    registerFont(name: string, source: string): this;
    font(name: string): this;
    fontSize(size: number): this;
    fillColor(color: string): this;
    text(text: string, options?: TextOptions): this;
    text(text: string, x: number, y: number, options?: TextOptions): this;
    image(source: string, options: { fit: [number, number] }): this;
    moveDown(lines?: number): this;
    addPage(): this;
    on(event: 'pageAdded' | 'end' | 'error' | 'data', listener: (...args: never[]) => void): this;
    end(): void;
  }
  export = PdfDocument;
}
