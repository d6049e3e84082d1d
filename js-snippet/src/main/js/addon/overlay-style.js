/** How the overlay looks. */
export const STYLE = `
:host{all:initial}
.panel{position:fixed;right:12px;bottom:12px;z-index:2147483647;width:340px;max-height:60vh;overflow:auto;background:#fff;color:#1c2430;border:1px solid #c9d1dc;border-radius:8px;box-shadow:0 6px 24px rgba(0,0,0,.2);font:13px/1.45 system-ui,sans-serif}
header{position:sticky;top:0;display:flex;justify-content:space-between;padding:8px 12px;background:#1c2430;color:#fff;font-weight:600}
button{all:unset;cursor:pointer;padding:0 6px}
button:focus-visible{outline:2px solid #7ab7ff}
ol,ul{list-style:none;margin:0;padding:0}
.event{padding:8px 12px;border-top:1px solid #e4e8ee}
.title{display:flex;justify-content:space-between}
time,.note,.text{color:#5b6675}
code,pre{font:12px ui-monospace,monospace;margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
code{color:#5b6675}
.verdict{margin:0 6px;padding:0 6px;border-radius:9px;background:#e4e8ee}
.delivered,.duplicate,.accepted{background:#d6f3df;color:#0b5a2a}
.rejected,.misconfigured,.expired{background:#fbdcdc;color:#8a1414}
.waiting,.held,.parked{background:#fdf0cc;color:#6b4a00}
@media(prefers-color-scheme:dark){.panel{background:#171c24;color:#e6eaf0;border-color:#39424f}.event{border-color:#2a323d}time,.note,.text,code{color:#9aa5b4}}
`;
