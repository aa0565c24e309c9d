/** The style of the page of a search: one column on a phone, light and dark, without colour on paper. */
export const SEARCH_PAGE_STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d5d8dc, #3c4149); --soft: light-dark(#5b6470, #a3abb6);
  --card: light-dark(#fff, #1d2126); --ground: light-dark(#f4f5f7, #14171a); --ink: light-dark(#15191e, #eceff2); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem 1rem 3rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .75rem; }
p { margin: .25rem 0; }
.soft, footer { color: var(--soft); font-size: .9rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: .75rem;
  break-inside: avoid; overflow-wrap: anywhere; }
.card img { display: block; width: 100%; aspect-ratio: 1; object-fit: contain; border-radius: .5rem;
  background: var(--ground); }
.probe { max-width: 16rem; }
ol { list-style: none; margin: 0; padding: 0; display: grid; gap: 1rem;
  grid-template-columns: repeat(auto-fill, minmax(min(13rem, 100%), 1fr)); }
.score { font-size: 1.5rem; font-weight: 650; font-variant-numeric: tabular-nums; }
.band { border: 1px solid currentColor; border-radius: 1rem; padding: .1rem .6rem; font-size: .8rem; }
.certain, .confident { color: light-dark(#0b6b36, #6fd39a); }
.uncertain { color: light-dark(#8a5a00, #e5b454); }
.weak, .none { color: var(--soft); }
.head { display: flex; align-items: center; justify-content: space-between; gap: .5rem; margin-top: .5rem; }
meter { width: 100%; }
.name { font-weight: 600; }
footer { margin-top: 2rem; border-top: 1px solid var(--line); padding-top: .75rem; }
@media print { body { background: none; padding: 0; } .card { border-color: #999; } ol { gap: .5rem; } }
`;
