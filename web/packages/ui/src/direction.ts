export const direction = () => (document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr');
