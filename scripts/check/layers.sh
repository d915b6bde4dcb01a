#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Checks the rules of the house that a compiler does not: which module may include which, where third-party headers may
# stand, who may print, and how large a file may be.
set -euo pipefail
cd "$(dirname "$0")/../.."
failed=0
complain() { echo "FAILED $1"; failed=1; }

# The order of lib/CMakeLists.txt is the order of the layers: a module uses only those in front of it.
mapfile -t modules < <(grep -oP 'foreach\(module \K[^)]+' lib/CMakeLists.txt | tr ' ' '\n')
declare -A uses
below=" "
for module in "${modules[@]}"; do
  uses[$module]=$(tr '\n' ' ' <"lib/$module/CMakeLists.txt" | grep -oP 'USES \K[a-z ]+' | head -n 1 || true)
  for used in ${uses[$module]}; do
    [[ $below == *" $used "* ]] || complain "lib/$module uses $used, which is not a lower layer"
  done
  below+="$module "
done

for module in "${modules[@]}"; do
  allowed=" $module ${uses[$module]} "
  while IFS=: read -r file line included; do
    [[ $allowed == *" $included "* ]] || complain "$file:$line: $module must not include $included/"
  done < <(grep -rnoP '^#include "\K[a-z_]+(?=/)' "lib/$module" --include='*.hpp' --include='*.cpp')
done

# Library -> the modules that hide it. Their headers stand in .cpp files only; tl::expected is our Result itself.
hidden() { # PATTERN MODULES
  while IFS=: read -r file line _; do
    module=${file#lib/} module=${module%%/*}
    [[ " $2 " == *" $module "* ]] || complain "$file:$line: $1 belongs to $2"
    [[ $file == *.cpp ]] || complain "$file:$line: $1 in a header"
  done < <(grep -rnP "^#include <$1" lib apps --include='*.hpp' --include='*.cpp' || true)
}
hidden 'boost/program_options' cli
hidden 'boost/math' stats
hidden 'Eigen/' stats
hidden 'simdjson' table
hidden 'nlohmann/' 'provenance image infer boxes dicomweb'
hidden 'curl/' dicomweb
hidden 'openssl/' 'provenance deid'
hidden '(libxml/)' xml
hidden 'unicode/' text
hidden 'zlib' 'his archive'
hidden 'archive(_entry)?\.h' archive
hidden 'png' image
hidden 'openjpeg' dicom
hidden '(torch|ATen|c10)/' infer

# Two classes of one name in a module break the one-definition rule unseen: whichever is linked first is both.
for module in "${modules[@]}"; do
  while read -r name; do
    complain "lib/$module: several headers define $name"
  done < <(grep -hoP '^(struct|class|enum class) \K\w+(?=[^;]*(\{|$))' "lib/$module"/*.hpp | sort | uniq -d)
done

# DCMTK's types are shared inside dicom by headers that nobody else may include; sr has its structured reports.
while IFS=: read -r file line _; do
  [[ $file == lib/dicom/* || $file == lib/sr/*.cpp ]] || complain "$file:$line: DCMTK belongs to dicom and sr"
done < <(grep -rnP '^#include <dcmtk/' lib apps --include='*.hpp' --include='*.cpp' || true)

# One module talks to people and to the environment.
speaking='std::(cout|cerr|clog)|\b(f?printf|fputs|puts|fwrite|perror|exit|_exit|abort|getenv)\('
while IFS=: read -r file line _; do
  # A child process that decodes ends by itself.
  [[ $file == lib/cli/* || $file == lib/dicom/isolated.cpp ]] || complain "$file:$line: only lib/cli prints, exits or reads the environment"
done < <(grep -rnP "$speaking" lib apps --include='*.hpp' --include='*.cpp' || true)

# std's distributions differ between standard libraries.
if grep -rnP 'std::(shuffle|sample|random_device|\w+_distribution)\b' lib apps --include='*.hpp' --include='*.cpp'; then
  complain "random numbers of the standard library"
fi

while read -r file; do
  head -n 3 "$file" | grep -q 'SPDX-License-Identifier: Apache-2.0' || complain "$file: no licence line"
  lines=$(wc -l <"$file")
  [[ $file != *.?pp || $lines -le 400 ]] || complain "$file: $lines lines; what second idea is in it?"
  [[ $file != apps/*/main.cpp || $lines -le 120 ]] || complain "$file: $lines lines in a main.cpp"
done < <(git ls-files '*.hpp' '*.cpp' '*.sh' '*.py' '*.cmake' '*CMakeLists.txt')

exit $failed
