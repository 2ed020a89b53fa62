import en from './texts/en.json';

/** Has what follows written from right to left, until the end of it. */
const [MIRROR, END] = ['\u202e', '\u202c'];

/** Words turn; what is filled in, and the space around words, stay between them. */
const mirrored = (text: string) =>
  text.replace(/\{\{.*?\}\}|\S[^{]*(?<!\s)|\{/g, (part) => (part.startsWith('{{') ? part : MIRROR + part + END));

/** English as if it were written from right to left: whoever builds pages sees at once what does not turn, and what is no text of theirs. */
export default Object.fromEntries(Object.entries(en).map(([key, text]) => [key, mirrored(text)]));
