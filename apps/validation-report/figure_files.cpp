// SPDX-License-Identifier: Apache-2.0
#include "figure_files.hpp"

#include "base/error.hpp"

#include <filesystem>
#include <system_error>

namespace cxrval::validation_report {

namespace fs = std::filesystem;

FigureFiles::FigureFiles(const std::string& folder, cli::Run& run) : folder_(folder), run_(run) {
  std::error_code failed;
  if (folder.empty() || fs::is_directory(folder, failed) || fs::create_directories(folder, failed)) return;
  throw base::Error({folder}, "cannot make the folder: " + failed.message());
}

void FigureFiles::write(const report::Figure& figure) {
  if (folder_.empty()) return;
  const std::string path = (fs::path(folder_) / ("figure-" + figure.id)).string();
  run_.create_output("figures/" + figure.id + ".svg", path + ".svg").write(report::standalone_svg(figure));
  std::vector<table::Column> columns;
  for (const std::string& name : figure.data.columns) columns.push_back({name, table::Kind::text});
  const std::string suffix = run_.format() == table::Format::csv ? ".csv" : ".jsonl";
  table::Writer& table = run_.create_table("figures/" + figure.id + suffix, path + suffix, std::move(columns));
  for (const auto& row : figure.data.rows) table.write(row);
}

}  // namespace cxrval::validation_report
