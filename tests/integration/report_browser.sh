#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The report of a whole pipeline, opened in a real browser: no console message, no request, figures with text
# alternatives and data, nothing wider than a telephone or a desk's screen. Pages that break these rules must be caught.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
folder=$(scratch report_browser)
cd "$folder"
export CXRVAL_RUN_DIR=runs
his-extract -q "$hospital/his" -o reports.csv
label-reports -q reports.csv -o labelled.csv
match -q --results "$work/ai.csv" labelled.csv --flow flow.csv --daily daily.csv --lags lags.csv --alternatives alternatives.csv \
  --unmatched-studies unmatched_studies.csv --unmatched-reports unmatched_reports.csv -o pairs.csv
bootstrap-f1 -q --measure all --resamples 500 --group sex --subgroups subgroups.csv --curves curves.csv --thresholds thresholds.csv \
  --calibration-bins calibration_bins.csv --histogram histogram.csv --unmatched-studies unmatched_studies.csv \
  --unmatched-reports unmatched_reports.csv --indeterminate both --alternatives alternatives.csv pairs.csv -o metrics.csv 2>/dev/null
eval-boxes -q --resamples 200 --truth "$hospital/truth/boxes.csv" --images "$work/ai.csv" "$work/boxes.csv" -o lesion_ap.csv 2>/dev/null
unset CXRVAL_RUN_DIR
validation-report -q --from . -o report.html
# Names of classes come from a model's manifest.
sed '2,$s|,[^,]*,|,<script>x</script><img src=x onerror=x>,|' "$work/boxes.csv" >boxes.csv
validation-report -q --from . --lang vi --images "$hospital/images" --results "$work/ai.csv" --boxes boxes.csv \
  --report-texts labelled.csv -o bao_cao.html
[ "$(wc -c <report.html)" -lt 300000 ] || fail "the report is larger than 300 kB"
grep -q '<img alt' bao_cao.html || fail "the report has no pictures of its examples"
grep -q '&lt;script&gt;' bao_cao.html || fail "the report does not name the classes of its boxes"
! grep -qE '<script|<img src' bao_cao.html || fail "a class name is markup"
for id in $(cut -d, -f1 pairs.csv | tail -n +2 | sort -u | head -n 20); do
  ! grep -qwF "$id" report.html || fail "the report names a patient"
done

if ! command -v chromium >/dev/null; then
  echo "SKIPPED: no chromium, so the report was not opened in a browser"
  exit 77
fi

browse() { # PAGE OPTION...: its document in PAGE.dom, the console in PAGE.console, requests in PAGE.requests
  local page=$1
  shift
  rm -rf profile
  timeout 120 chromium --headless --no-sandbox --disable-gpu --user-data-dir="$folder/profile" --no-first-run --disable-sync \
    --disable-background-networking --disable-component-update --disable-default-apps --host-resolver-rules="MAP * ~NOTFOUND" \
    --enable-logging=stderr --v=0 --log-net-log="$folder/$page.net" --virtual-time-budget=10000 "$@" --dump-dom "file://$folder/$page" \
    >"$page.dom" 2>"$page.log" || fail "chromium did not open $page: $(tail -n 3 "$page.log")"
  grep 'CONSOLE' "$page.log" >"$page.console" || true
  # Without their queries, which differ each time.
  { grep -oE '"url":"(https?|ftp|wss?):[^"?]*' "$page.net" || true; } | sort -u | comm -23 - browser.requests >"$page.requests"
}

# What the browser asks its maker for with a blank page is no request of a page.
echo '<!DOCTYPE html><html><body><p>blank</p></body></html>' >blank.html
: >browser.requests
for _ in 1 2; do
  browse blank.html
  sort -u -o browser.requests browser.requests blank.html.requests
done

# Opens a page in frames of both widths, by a script beside it, and says what is wrong with it.
measure() { # PAGE
  cat >"measure_$1" <<END
<!DOCTYPE html><html><body><script>
const widths = [390, 1400];
let found = [], left = widths.length;
function check(frame) {
  const page = frame.contentDocument, root = page.documentElement, wide = frame.width;
  if (root.clientWidth < wide - 20) found.push("frame of " + root.clientWidth);
  if (root.scrollWidth > root.clientWidth) found.push(wide + ": page scrolls to " + root.scrollWidth);
  const numbers = page.querySelector("dl.key");
  if (!numbers || getComputedStyle(numbers).display !== "grid") found.push("no style");
  const ids = [...page.querySelectorAll("[id]")].map(e => e.id);
  if (new Set(ids).size !== ids.length) found.push("an id twice");
  let drawn = 0;
  for (const svg of page.querySelectorAll("svg")) {
    const box = svg.getBoundingClientRect();
    if (box.width > 0) ++drawn;
    const named = name => { const e = page.getElementById(svg.getAttribute(name) || ""); return e && e.textContent.trim() !== ""; };
    if (svg.getAttribute("role") !== "img" || !named("aria-labelledby") || !named("aria-describedby")) found.push("a figure without text");
    if (box.width > svg.parentElement.clientWidth + 1) found.push(wide + ": a figure wider than its box");
    const figure = svg.closest("figure");
    if (!figure || !figure.querySelector("figcaption") || !figure.querySelector("details table")) found.push("a figure without its data");
  }
  const small = [...page.querySelectorAll("svg text")].filter(t => {
    const box = t.closest("svg").getBoundingClientRect();
    return box.width > 0 && parseFloat(t.getAttribute("font-size")) * box.width / t.closest("svg").viewBox.baseVal.width < 11;
  });
  if (small.length > 0) found.push(wide + ": text of a figure below 11 pixels");
  document.body.dataset["drawn" + wide] = drawn;
  if (--left === 0) document.body.dataset.found = found.length === 0 ? "nothing" : [...new Set(found)].join("; ");
}
for (const width of widths) {
  const frame = document.createElement("iframe");
  frame.width = width; frame.height = 900; frame.src = "$1";
  frame.onload = () => check(frame);
  document.body.append(frame);
}
</script></body></html>
END
  browse "measure_$1" --allow-file-access-from-files --window-size=1500,1900
  grep -oE 'data-found="[^"]*"' "measure_$1.dom" || fail "$1 could not be measured"
}

for page in report.html bao_cao.html; do
  browse "$page"
  [ ! -s "$page.console" ] || fail "$page: $(cat "$page.console")"
  [ ! -s "$page.requests" ] || fail "$page asks for $(cat "$page.requests")"
  grep -q '<svg' "$page.dom" || fail "$page did not open"
  found=$(measure "$page")
  [ "$found" = 'data-found="nothing"' ] || fail "$page: $found"
  grep -q 'data-drawn390="15"' "measure_$page.dom" || fail "$page: not 15 figures on a telephone"
  grep -q 'data-drawn1400="15"' "measure_$page.dom" || fail "$page: not 15 figures on a desk's screen"
done

# Controls: each breaks one rule.
sed 's|</main>|<script>x</script>&|' report.html >script.html
browse script.html
[ -s script.html.console ] || fail "a script on the page was not noticed"
sed 's|<meta http-equiv[^>]*>||; s|</main>|<img alt="" src="http://192.0.2.7/x.png">&|' report.html >request.html
browse request.html
grep -q '192.0.2.7' request.html.requests || fail "a request of the page was not noticed"
sed 's|<meta http-equiv[^>]*>|<link rel="stylesheet" href="https://fonts.googleapis.com/css?family=Roboto">|' report.html >fonts.html
browse fonts.html
grep -q 'fonts.googleapis.com' fonts.html.requests || fail "a font that the page asks the browser's maker for was not noticed"
expect() { # PAGE TEXT
  measure "$1" | grep -qF "$2" || fail "$1 was not caught: $2"
}
sed 's|</main>|<table width="2000"><tr><td>wide</table>&|' report.html >wide.html
expect wide.html "page scrolls to"
sed 's|<style>|&/**/|' report.html >unstyled.html
expect unstyled.html "no style"
sed 's|</main>|<figure><svg role="img" width="9" height="9"></svg></figure>&|' report.html >bare.html
expect bare.html "a figure without text"
expect bare.html "a figure without its data"
sed 's|</main>|<figure><svg viewBox="0 0 720 90" width="300"><text font-size="12">small</text></svg></figure>&|' report.html >small.html
expect small.html "text of a figure below 11 pixels"
