// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/files.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"
#include "cli/run.hpp"
#include "his/profile.hpp"
#include "his/splitter.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <variant>

namespace cxrval::his_extract {

// A file as it was given, or found in a folder that was given.
struct InputFile {
  std::string path;
  std::string shown;
  bool in_folder = false;
  std::size_t size = 0;
};

struct FileBegin {
  std::string name;
};
struct FileEnd {
  his::Envelope envelope;
};
struct NotXml {};  // a file of a folder or an archive that is passed over

using Part = std::variant<FileBegin, his::Segment, FileEnd, NotXml>;

// The session files in one input file, itself or the members of an archive, one after the other, in pieces. A damaged
// archive ends a file with a fault, and so does a file of a folder that cannot be read; one that was named itself and
// cannot be read is an Error.
class FileParts {
 public:
  // `source`, if given, is read in place of the path. What is referred to must outlive this.
  FileParts(const InputFile& file, std::unique_ptr<base::ByteSource> source, const his::Profile& profile,
            const cli::Run& run);
  ~FileParts();
  FileParts(const FileParts&) = delete;
  FileParts& operator=(const FileParts&) = delete;

  std::optional<Part> next();

 private:
  class Guard;

  std::optional<Part> open();
  std::optional<Part> open_member();
  base::Result<base::ByteSource*> next_member();
  Part begin(base::ByteSource& source, std::string name);
  Part end();
  Part reject(const std::string& name, const std::string& reason);
  std::string shown(const std::string& member) const;

  const InputFile& file_;
  const his::Profile& profile_;
  const cli::Run& run_;
  std::unique_ptr<base::ByteSource> source_;
  bool opened_ = false;
  std::unique_ptr<archive::Files> members_;
  std::size_t members_begun_ = 0;
  std::unique_ptr<Guard> guard_;
  std::unique_ptr<his::Splitter> splitter_;
  std::optional<FileEnd> rejected_;  // comes next
};

}  // namespace cxrval::his_extract
