declare module '*.css';
declare module '*.css?raw' {
  const text: string;
  // eslint-disable-next-line no-restricted-exports -- the bundler's own way to hand over a file's text
  export default text;
}
