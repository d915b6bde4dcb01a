// SPDX-License-Identifier: Apache-2.0
#include "report/page_style.hpp"

namespace cxrval::report {

std::string page_style() {
  return R"css(:root{--paper:#fff;--ink:#1b1d21;--faint:#565d68;--line:#d4d8de;--panel:#f5f6f8;--link:#0b5394;--mark:#8a5a00}
@media (prefers-color-scheme:dark){:root{--paper:#15181c;--ink:#e3e6ea;--faint:#a2aab5;--line:#3a414b;--panel:#1e2228;--link:#8ab8f0;--mark:#e0b050}}
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;padding:1.25rem 1rem 4rem;max-width:80rem;font:1.0625rem/1.6 Charter,"Bitstream Charter","Noto Serif","DejaVu Serif",Cambria,Georgia,serif;overflow-wrap:break-word}
header{border-bottom:3px double var(--line);margin-bottom:1.5rem;padding-bottom:.75rem}
h1,h2,h3,nav,table,dl.key,summary,figcaption,.caption,.remark,header p{font-family:system-ui,"Segoe UI","Noto Sans","DejaVu Sans",Helvetica,Arial,sans-serif}
h1{font-size:1.75rem;line-height:1.25;margin:.25rem 0 .5rem}
h2{font-size:1.3rem;line-height:1.3;margin:2.75rem 0 .75rem;padding-bottom:.25rem;border-bottom:1px solid var(--line)}
h3{font-size:1.05rem;margin:1.75rem 0 .5rem}
header p{color:var(--faint);font-size:.95rem;margin:.25rem 0}
p,ul,blockquote{max-width:46rem;margin:.75rem 0}
ul{padding-left:1.25rem}
li{margin:.2rem 0}
a{color:var(--link)}
code{font:.85em/1.4 ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
code{white-space:nowrap}
code.long{white-space:normal;overflow-wrap:anywhere}
td code.long{white-space:nowrap}
nav{font-size:.9rem}
nav h2{font-size:.8rem;letter-spacing:.06em;text-transform:uppercase;color:var(--faint);margin:0 0 .5rem;border:0;padding:0}
nav ol{margin:0;padding-left:1.6rem}
nav li{margin:.3rem 0}
nav li::marker{color:var(--faint)}
nav a{text-decoration:none}
nav a:hover,nav a:focus{text-decoration:underline}
.remark{border-left:3px solid var(--mark);background:var(--panel);padding:.6rem .9rem;font-size:.92rem}
blockquote{border-left:3px solid var(--line);padding:.1rem 1.1rem;margin-left:0}
dl.key{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,13rem),1fr));gap:.75rem;margin:1.25rem 0}
dl.key div{background:var(--panel);border-top:2px solid var(--link);padding:.7rem .9rem}
dl.key dt{font-size:.85rem;color:var(--faint)}
dl.key dd{margin:0}
dl.key b{display:block;font-size:1.5rem;font-weight:600;line-height:1.35;font-variant-numeric:tabular-nums}
dl.key span{display:block;font-size:.85rem;color:var(--faint)}
.scroll{overflow-x:auto;margin:1rem 0;max-width:100%}
.scroll:focus-visible,summary:focus-visible,a:focus-visible{outline:2px solid var(--link);outline-offset:2px}
table{border-collapse:collapse;font-size:.88rem;line-height:1.4;font-variant-numeric:tabular-nums;border-top:2px solid var(--ink);border-bottom:2px solid var(--ink)}
.caption{font-size:.88rem;line-height:1.4;margin:1.5rem 0 .4rem;color:var(--faint)}
.caption strong{color:var(--ink)}
.caption+.scroll{margin-top:0}
th,td{text-align:left;vertical-align:top;padding:.32rem .75rem .32rem 0}
th:last-child,td:last-child{padding-right:.25rem}
thead th{border-bottom:1px solid var(--ink);font-weight:600;vertical-align:bottom}
.caption+.scroll td:not(.n){min-width:5.5rem}
tbody tr+tr td{border-top:1px solid var(--line)}
.n{text-align:right;white-space:nowrap}
figure{margin:1.5rem 0 2rem}
figure>.wide,figure>.narrow{overflow-x:auto}
figcaption{font-size:.9rem;line-height:1.5;max-width:46rem;margin:.6rem 0 .3rem;color:var(--faint)}
figcaption strong{color:var(--ink)}
.narrow{display:none}
details{margin:.4rem 0 1rem}
summary{cursor:pointer;font-size:.88rem;color:var(--link);width:fit-content}
details .scroll{max-height:24rem;overflow:auto}
details table{font-size:.8rem}
.pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,15rem),1fr));gap:1rem}
.pictures figure{margin:0}
.pictures img{display:block;width:100%;height:auto;background:#000}
@media (min-width:68rem){body{display:grid;grid-template-columns:15rem minmax(0,1fr);column-gap:3rem;padding:2rem 2rem 5rem}header{grid-column:1/-1}nav{position:sticky;top:1rem;align-self:start;max-height:calc(100vh - 2rem);overflow-y:auto}main>section:first-child>h2{margin-top:0}}
@media (max-width:47.99rem){.wide{display:none}.narrow{display:block}h1{font-size:1.45rem}dl.key{grid-template-columns:repeat(auto-fit,minmax(min(100%,9rem),1fr))}dl.key b{font-size:1.2rem}}
@media print{:root{--paper:#fff;--ink:#000;--faint:#444;--line:#bbb;--panel:#f5f6f8;--link:#000;--mark:#777}@page{margin:18mm 16mm}html{font-size:10pt}body{display:block;max-width:none;padding:0}nav{position:static;max-height:none;overflow:visible;columns:2;margin-bottom:1rem}nav h2{column-span:all}.wide{display:block}.narrow{display:none}.scroll,details .scroll,figure>.wide{overflow:visible;max-height:none}h2,h3,.caption,summary{break-after:avoid}figure,.remark,dl.key,tr{break-inside:avoid}figure>.wide svg{max-height:9cm;width:auto}details:not([open]){display:none}table{font-size:8.5pt}a{text-decoration:none}td code.long{white-space:normal}}
)css";
}

}  // namespace cxrval::report
