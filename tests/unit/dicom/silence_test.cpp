// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "dicom/image.hpp"
#include "sample.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

using namespace cxrval;

namespace {

// What `body` prints on standard output and error, by anyone in the process.
template <class Body>
std::string printed(const Body& body) {
  const sample::TemporaryFile file("printed", "");
  std::fflush(nullptr);
  std::cout.flush();
  const int target = ::open(file.path().c_str(), O_WRONLY | O_TRUNC);
  const int out = ::dup(1);
  const int err = ::dup(2);
  ::dup2(target, 1);
  ::dup2(target, 2);
  body();
  std::fflush(nullptr);
  std::cout.flush();
  ::dup2(out, 1);
  ::dup2(err, 2);
  for (const int descriptor : {target, out, err}) ::close(descriptor);
  std::ifstream text(file.path());
  return {std::istreambuf_iterator<char>(text), {}};
}

}  // namespace

TEST_CASE("damaged images print nothing") {
  using dicom::NewSyntax;
  int read = 0;
  const std::string text = printed([&] {
    for (const NewSyntax syntax :
         {NewSyntax::explicit_little_endian, NewSyntax::rle, NewSyntax::jpeg_lossless, NewSyntax::jpeg_ls_lossless}) {
      dicom::NewImage image = sample::new_image(sample::source(16, 16, 12));
      image.transfer_syntax = syntax;
      const std::string whole = dicom::image_bytes(image);
      for (std::size_t at = 132; at < whole.size(); at += 5) {
        std::string broken = whole;
        broken[at] = static_cast<char>(broken[at] ^ 0x55);
        if (sample::first_frame(broken)) ++read;
        if (sample::first_frame(broken.substr(0, at))) ++read;
      }
    }
  });
  CHECK(text.empty());
  CHECK(read > 0);
}

TEST_CASE("what would be printed is caught by this test") {
  CHECK(printed([] { std::fputs("seen", stderr); }) == "seen");
}
