import en from './texts/en.json';

/** Has what follows written from right to left, until the end of it. */
const [MIRROR, END] = ['\u202e', '\u202c'];

const mirrored = (text: string) =>
  text.replace(/\{\{.*?\}\}|[^{]+|\{/g, (part) => (part.startsWith('{{') ? part : MIRROR + part + END));

/** English as if it were written from right to left: whoever builds pages sees at once what does not turn, and what is no text of theirs. */
export default Object.fromEntries(Object.entries(en).map(([key, text]) => [key, mirrored(text)]));
