// Before the first paint: the look that was chosen on this device. The policy allows no inline script.
(() => {
  const chosen = (name) => {
    try {
      return JSON.parse(localStorage.getItem(`sanduk.${name}`));
    } catch {
      return null;
    }
  };
  const { dataset } = document.documentElement;
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
  dataset.theme = chosen('theme') ?? (isDark ? 'dark' : 'light');
  dataset.density = chosen('density') ?? 'compact';
  dataset.text = chosen('text') ?? 'normal';
})();
