/** The pages' style sheet. Phone first; light and dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #eef1f6; --card: #fff; --ink: #14213d; --soft: #5a6478; --line: #d7dce5;
  --brand: #1b4dd8; --brand-ink: #fff; --good: #147a43; --bad: #b3261e; --test: #ffd24a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10141d; --card: #1a2130; --ink: #edf1f8; --soft: #a3adc0; --line: #313b4f;
    --brand: #86a5ff; --brand-ink: #0c1530; --good: #63d294; --bad: #ff8a80;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; display: flex; flex-direction: column; align-items: center;
  background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
.test {
  width: 100%; margin: 0; padding: 8px 16px; text-align: center; font-size: 14px;
  background: var(--test); color: #3a2c00;
}
.test strong { letter-spacing: .12em; margin-right: .5em; }
main {
  width: 100%; max-width: 440px; padding: 24px 20px; margin: 16px 0; background: var(--card);
}
@media (min-width: 480px) {
  main { border-radius: 16px; margin: 32px 0 16px; padding: 32px; box-shadow: 0 8px 30px #0001; }
}
footer { color: var(--soft); font-size: 13px; padding: 8px 16px 24px; }
h1 { font-size: 20px; line-height: 1.3; margin: 0 0 16px; }
p { margin: 0 0 12px; }
a { color: var(--brand); }
.app { color: var(--soft); font-size: 14px; margin-bottom: 4px; }
.amount { font-size: 34px; font-weight: 700; line-height: 1.2; margin: 0 0 16px; }
.amount, dd { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
dl {
  display: grid; grid-template-columns: auto 1fr; gap: 8px 16px; margin: 0 0 20px;
  padding: 16px 0 0; border-top: 1px solid var(--line); font-size: 15px;
}
dt { color: var(--soft); }
dd { margin: 0; text-align: right; }
form { margin: 0 0 12px; }
label { display: block; margin: 0 0 14px; font-size: 14px; color: var(--soft); }
input, textarea {
  display: block; width: 100%; margin-top: 4px; padding: 12px; font: inherit; font-size: 17px;
  color: var(--ink); background: var(--ground); border: 1px solid var(--line); border-radius: 10px;
}
textarea { min-height: 120px; font-size: 14px; font-family: ui-monospace, monospace; }
label.check { display: flex; gap: 8px; align-items: center; }
label.check input { width: 20px; height: 20px; margin: 0; flex: none; accent-color: var(--brand); }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
button, .button {
  display: block; width: 100%; padding: 14px; border: 1px solid var(--brand); border-radius: 12px;
  background: var(--brand); color: var(--brand-ink); font: inherit; font-weight: 600;
  text-align: center; text-decoration: none; cursor: pointer;
}
button.quiet { background: transparent; color: var(--brand); border-color: var(--line); }
:focus-visible { outline: 3px solid var(--brand); outline-offset: 2px; }
.problem {
  padding: 12px 14px; border-radius: 10px; border: 1px solid var(--bad); color: var(--bad);
}
.mark { font-size: 56px; line-height: 1; margin: 0 0 8px; }
.good .mark, .good h1 { color: var(--good); }
.bad .mark, .bad h1 { color: var(--bad); }
.result { text-align: center; }
.result dl { text-align: left; }
.qr svg { display: block; width: 220px; height: 220px; margin: 0 auto 16px; border-radius: 8px; }
details { margin-top: 16px; font-size: 14px; color: var(--soft); }
summary { cursor: pointer; padding: 6px 0; }
table { width: 100%; border-collapse: collapse; }
td { padding: 6px 0; border-top: 1px solid var(--line); vertical-align: top; }
td:first-child { white-space: nowrap; padding-right: 12px; font-variant-numeric: tabular-nums; }
ul.ways { list-style: none; margin: 0; padding: 0; }
ul.ways a { display: block; padding: 14px 0; border-top: 1px solid var(--line); }
`;
