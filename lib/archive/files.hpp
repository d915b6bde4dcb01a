// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace cxrval::archive {

struct Limits {
  std::uint64_t inflated_bytes = std::uint64_t{64} << 20;  // of all members together, free of the ratio below
  std::uint64_t ratio = 1100;  // inflated bytes for each byte of the archive (deflate reaches 1,032)
  std::size_t members = 1000000;
  int depth = 3;  // of archives inside archives: x.xml.gz in y.zip is 2
};

// Thrown by a member's read(): the archive is damaged, encrypted, cut, or inflates beyond the limits. One file is
// lost by it, not the run.
class Damaged : public base::Error {
 public:
  using Error::Error;
};

// The files inside a source, one after the other: the source itself when it is no archive, else the members of a zip,
// a tar, or a gzip of one file or of a tar, told by their first bytes and never by a name. Members that are archives
// are opened as well. Folders, links and other members that are no regular files are passed over. Memory does not
// grow with the archive.
class Files {
 public:
  explicit Files(std::unique_ptr<base::ByteSource> source, const Limits& limits = {});
  ~Files();
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;

  // The next file, named `export.zip/folder/a.xml` (a gzip's only member keeps the name of the gzip), until the next
  // call; nullptr at the end; a Fault, after which there is no further file of that archive, when it is damaged,
  // encrypted or beyond the limits. What was not read of the file before is passed over.
  base::Result<base::ByteSource*> next();

  // Whether the file that next() gave last stands in an archive.
  bool in_archive() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cxrval::archive
