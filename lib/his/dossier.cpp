// SPDX-License-Identifier: Apache-2.0
#include "his/dossier.hpp"

#include "his/dossier_reader.hpp"
#include "his/encoding.hpp"
#include "xml/repair.hpp"

#include <utility>

namespace cxrval::his {
namespace {

using Outcome = DossierReader::Outcome;

// One reading after another, until one gives the dossier whole.
class Attempts {
 public:
  Attempts(const Segment& segment, std::string_view bytes, const Profile& profile, const Selection& selection)
      : segment_(segment), bytes_(bytes), profile_(profile), selection_(selection) {}

  Outcome run() {
    if (!profile_.payload.empty()) {
      const Hollow hollowed = hollow(bytes_, profile_.payload);
      Outcome outcome = read_or_repair({hollowed.document, &hollowed.contents, nullptr, &hollowed.offsets, false});
      if (!outcome.misfit) return outcome;
    }
    return read_or_repair({bytes_, nullptr, nullptr, nullptr, false});
  }

 private:
  Outcome read(const Form& form) const { return DossierReader(segment_, bytes_, profile_, selection_).read(form); }

  Outcome read_or_repair(Form form) const {
    Outcome outcome = read(form);
    if (!outcome.fault || outcome.misfit || !segment_.whole) return outcome;
    const std::optional<xml::Repaired> repaired = xml::repair(form.document);
    if (!repaired) return outcome;
    form.document = repaired->document;
    form.to_hollow = &repaired->offsets;
    form.repaired = true;
    Outcome second = read(form);
    return second.fault ? std::move(outcome) : std::move(second);
  }

  const Segment& segment_;
  std::string_view bytes_;
  const Profile& profile_;
  const Selection& selection_;
};

}  // namespace

Dossier read_dossier(const Segment& segment, const Profile& profile, const Selection& selection) {
  Dossier dossier;
  std::string converted;
  const Utf8 bytes = as_utf8(segment.bytes, segment.encoding, converted);
  if (bytes.problem != nullptr) {
    dossier.flaw = Flaw{segment.position, about(segment, profile, bytes.problem), {}};
  } else {
    Outcome outcome = Attempts(segment, bytes.document, profile, selection).run();
    dossier = std::move(outcome.dossier);
    if (outcome.fault && !dossier.flaw) {
      outcome.fault->reason = about(segment, profile, outcome.fault->reason);
      dossier.flaw = std::move(outcome.fault);
    }
  }
  if (!segment.whole && !dossier.flaw) {
    dossier.flaw = Flaw{segment.position, about(segment, profile, "has no end tag"), {}};
  }
  dossier.position = segment.position;
  dossier.enveloped = segment.enveloped;
  return dossier;
}

}  // namespace cxrval::his
