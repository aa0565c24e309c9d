/** The style of the report: light and dark, readable on paper, curves told apart by dashes as well as by colour. */
export const EVALUATION_PAGE_STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d5d8dc, #3c4149); --soft: light-dark(#5b6470, #a3abb6);
  --card: light-dark(#fff, #1d2126); --ground: light-dark(#f4f5f7, #14171a); --ink: light-dark(#15191e, #eceff2); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1rem 3rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
p { margin: .25rem 0 .75rem; max-width: 60rem; }
.soft, footer, figcaption { color: var(--soft); font-size: .9rem; }
.warning { border-left: .25rem solid light-dark(#8a5a00, #e5b454); padding-left: .75rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; background: var(--card); font-variant-numeric: tabular-nums; }
th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left; font-weight: 400; vertical-align: top; }
thead th, tbody th[colspan] { font-weight: 650; }
tbody th[colspan] { background: var(--ground); }
.plots { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(28rem, 100%), 1fr)); }
figure { margin: 0; padding: .75rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem;
  break-inside: avoid; }
figure svg { display: block; width: 100%; height: auto; }
.frame { fill: none; stroke: var(--soft); }
.grid { stroke: var(--line); }
.plot text { fill: var(--soft); font-size: 13px; font-family: system-ui, sans-serif; }
.series { fill: none; stroke: currentColor; stroke-width: 2.2; stroke-linejoin: round; }
.series-0 { color: light-dark(#0b5cad, #74b4ff); }
.series-1 { color: light-dark(#b3460b, #ff9d5c); stroke-dasharray: 9 4; }
.series-2 { color: light-dark(#0b6b36, #6fd39a); stroke-dasharray: 3 3; }
.series-3 { color: light-dark(#7a2f9e, #d39bf0); stroke-dasharray: 12 3 3 3; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .5rem 0 0; padding: 0;
  font-size: .9rem; }
.legend svg { width: 2.5rem; height: .6rem; display: inline-block; margin-right: .4rem; }
.pairs { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem;
  grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); }
.pair { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: .6rem;
  break-inside: avoid; overflow-wrap: anywhere; font-size: .85rem; }
.faces { display: grid; grid-template-columns: 1fr 1fr; gap: .5rem; }
.faces img { display: block; width: 100%; aspect-ratio: 1; object-fit: contain; border-radius: .4rem;
  background: var(--ground); }
.faces figure { padding: 0; border: 0; background: none; }
.likeness { font-weight: 600; margin: .4rem 0 0; font-variant-numeric: tabular-nums; }
details { margin: .5rem 0; overflow-wrap: anywhere; }
footer { margin-top: 2rem; border-top: 1px solid var(--line); padding-top: .75rem; }
@media print { :root { color-scheme: light; } body { background: none; padding: 0; max-width: none; }
  figure, .pair, table { border-color: #999; } h2 { break-after: avoid; } }
`;
