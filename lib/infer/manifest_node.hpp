// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::infer {

// A value of a manifest that knows its JSON Pointer (RFC 6901). Whatever is not as asked for throws Error naming the
// file and that pointer.
class ManifestNode {
 public:
  // The whole of a JSON text of at most 1 MiB. Throws Error with line and column for text that is no JSON, and for a
  // key given twice in one object.
  static ManifestNode root(std::string_view json, const std::string& file);

  [[noreturn]] void fail(const std::string& reason) const;

  // An object without other keys than these.
  void object_of(std::initializer_list<std::string_view> keys) const;
  // Nothing too when this is no object.
  std::optional<ManifestNode> find(const std::string& key) const;
  ManifestNode at(const std::string& key) const;
  // The elements of an array.
  std::vector<ManifestNode> items() const;

  bool is_text() const;
  std::string text() const;  // not empty
  std::string word(std::initializer_list<std::string_view> words) const;
  bool boolean() const;
  int integer(int low, int high) const;
  double number(double low, double high, const std::string& range) const;  // `range` is for the message
  double fraction() const;                                                 // 0 to 1
  // A file in the manifest's folder or below it.
  std::string relative_file() const;

 private:
  ManifestNode(std::shared_ptr<const void> value, std::string pointer, std::string file);

  ManifestNode child(const void* value, std::string_view key) const;

  std::shared_ptr<const void> value_;  // shares the whole document, whose type this header hides
  std::string pointer_;
  std::string file_;
};

}  // namespace cxrval::infer
