// SPDX-License-Identifier: Apache-2.0
#include "sr/content.hpp"

#include "dicom/write_elements.hpp"
#include "sr/code.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmsr/codes/dcm.h>
#include <dcmtk/dcmsr/codes/ucum.h>
#include <dcmtk/dcmsr/codes/umls.h>
#include <dcmtk/dcmsr/dsrdoctr.h>
#include <dcmtk/dcmsr/dsrimgvl.h>
#include <dcmtk/dcmsr/dsrnumvl.h>
#include <dcmtk/dcmsr/dsrscovl.h>

#include <algorithm>
#include <stdexcept>
#include <string>

namespace cxrval::sr {
namespace {

using Relation = DSRTypes::E_RelationshipType;
using Type = DSRTypes::E_ValueType;

DSRCodedEntryValue entry(const Code& code) {
  return {code.value, code.scheme, code.meaning, DSRTypes::CVT_Short, OFFalse};
}

DSRCodedEntryValue own(const char* value, const char* meaning) {
  return entry({value, own_scheme, meaning});
}

const DSRCodedEntryValue no_name;
const DSRCodedEntryValue no_units("1", "UCUM", "no units");
const DSRCodedEntryValue normal("17621005", "SCT", "Normal");
const DSRCodedEntryValue abnormal("263654008", "SCT", "Abnormal");
const DSRCodedEntryValue chest_radiograph("399208008", "SCT", "Plain chest X-ray");
const DSRCodedEntryValue p_abnormal = own("P_ABNORMAL", "Probability of being abnormal");
const DSRCodedEntryValue p_frontal = own("P_FRONTAL", "Probability of a frontal view");
const DSRCodedEntryValue ai_status = own("AI_STATUS", "AI status of the image");
const DSRCodedEntryValue ai_reason = own("AI_REASON", "Reason of the AI status");
const DSRCodedEntryValue american_english("en-US", "RFC5646", "English (United States)");

// Writes items below the one that is open. Everything that DCMTK refuses is a fault of the program.
class Writer {
 public:
  explicit Writer(DSRDocumentTree& tree) : tree_(tree) {}

  void open(Relation relation, Type type, const DSRCodedEntryValue& name, const char* template_id = "") {
    require(tree_.addContentItem(relation, type, DSRTypes::AM_belowCurrent) > 0);
    if (name.isValid()) require(item().setConceptName(name, OFFalse).good());
    if (*template_id != '\0') require(item().setTemplateIdentification(template_id, "DCMR").good());
  }
  void close() { require(tree_.goUp() > 0); }

  void set_code(const DSRCodedEntryValue& value) { require(item().setCodeValue(value, OFFalse).good()); }
  void code(Relation relation, const DSRCodedEntryValue& name, const DSRCodedEntryValue& value) {
    open(relation, Type::VT_Code, name);
    set_code(value);
    close();
  }
  void text(Relation relation, const DSRCodedEntryValue& name, const std::string& value) {
    open(relation, Type::VT_Text, name);
    require(item().setStringValue(value.c_str(), OFFalse).good());
    close();
  }
  void uid(Relation relation, const DSRCodedEntryValue& name, const std::string& value) {
    open(relation, Type::VT_UIDRef, name);
    require(item().setStringValue(value.c_str()).good());
    close();
  }
  void number(Relation relation, const DSRCodedEntryValue& name, double value) {
    open(relation, Type::VT_Num, name);
    require(item().setNumericValue({dicom::decimal_string(value).c_str(), no_units}).good());
    close();
  }
  void image(Relation relation, const DSRCodedEntryValue& name, const ImageResult& result) {
    open(relation, Type::VT_Image, name);
    DSRImageReferenceValue reference(result.sop_class.c_str(), result.sop_uid.c_str(), OFFalse);
    if (result.frame > 0) reference.getFrameList().addItem(result.frame);
    require(item().setImageReference(reference, OFFalse).good());
    close();
  }
  // A closed rectangle on an image.
  void region(const boxes::Box& box, const ImageResult& result) {
    open(Relation::RT_contains, Type::VT_SCoord, CODE_DCM_ImageRegion);
    DSRSpatialCoordinatesValue rectangle(DSRTypes::GT_Polyline);
    const auto add = [&](double x, double y) {
      rectangle.getGraphicDataList().addItem(static_cast<Float32>(x), static_cast<Float32>(y));
    };
    add(box.x_min, box.y_min);
    add(box.x_max, box.y_min);
    add(box.x_max, box.y_max);
    add(box.x_min, box.y_max);
    add(box.x_min, box.y_min);
    require(item().setSpatialCoordinates(rectangle).good());
    image(Relation::RT_selectedFrom, CODE_DCM_SourceImage, result);
    close();
  }

 private:
  static void require(bool taken) {
    if (!taken) throw std::logic_error("DCMTK refuses an item of the report");
  }
  DSRContentItem& item() { return tree_.getCurrentContentItem(); }

  DSRDocumentTree& tree_;
};

constexpr Relation contains = Relation::RT_contains;
constexpr Relation context = Relation::RT_hasObsContext;
constexpr Relation modifier = Relation::RT_hasConceptMod;
constexpr Type container = Type::VT_Container;

DSRCodedEntryValue status_code(Status status) {
  switch (status) {
    case Status::not_pa:
      return own("NOT_PA", "Not judged: not a frontal view");
    case Status::not_cxr:
      return own("NOT_CXR", "Not judged: not a chest X-ray");
    case Status::rejected:
      return own("REJECTED", "Not judged: the image cannot be used");
    case Status::ok:
      break;
  }
  return own("OK", "Judged");
}

const DSRCodedEntryValue& normality(bool is_abnormal) {
  return is_abnormal ? abnormal : normal;
}

// TID 4019.
void put_algorithm(Writer& writer, const Algorithm& algorithm) {
  writer.text(modifier, CODE_DCM_AlgorithmName, algorithm.name);
  writer.text(modifier, CODE_DCM_AlgorithmVersion, algorithm.version);
  if (!algorithm.parameters.empty()) writer.text(modifier, CODE_DCM_AlgorithmParameters, algorithm.parameters);
}

// Viewers show it where they do not show the finding's code.
std::string tracking_name(std::size_t image, std::size_t lesion, const std::string& class_name) {
  return "image " + std::to_string(image + 1) + ", lesion " + std::to_string(lesion + 1) + ", " + class_name;
}

void put_tracking(Writer& writer, const std::string& name, const std::string& uid) {
  writer.text(context, CODE_DCM_TrackingIdentifier, name);
  writer.uid(context, CODE_DCM_TrackingUniqueIdentifier, uid);
}

// TID 1410 of the image as a whole. Not TID 1501: viewers (OHIF 3) fail at a group without coordinates.
void put_image(Writer& writer, const Report& report, std::size_t number) {
  const ImageResult& image = report.images[number];
  writer.open(contains, container, CODE_DCM_MeasurementGroup, "1410");
  put_tracking(writer, "image " + std::to_string(number + 1), image.tracking_uid);
  put_algorithm(writer, report.algorithm);
  writer.region({0, 0, static_cast<double>(image.columns), static_cast<double>(image.rows)}, image);
  if (image.probability) writer.number(contains, p_abnormal, *image.probability);
  if (image.pa_probability) writer.number(contains, p_frontal, *image.pa_probability);
  writer.code(contains, CODE_DCM_Normality, normality(image.abnormal));
  writer.close();
}

// TID 1410 of a box.
void put_lesion(Writer& writer, const Report& report, std::size_t image, std::size_t number) {
  const ImageResult& result = report.images[image];
  const Lesion& lesion = result.lesions[number];
  writer.open(contains, container, CODE_DCM_MeasurementGroup, "1410");
  put_tracking(writer, tracking_name(image, number, lesion.class_name), lesion.tracking_uid);
  writer.code(contains, CODE_DCM_Finding, entry(finding_code(lesion.class_name)));
  put_algorithm(writer, report.algorithm);
  writer.region(lesion.box, result);
  writer.number(contains, CODE_DCM_CertaintyOfFinding, lesion.score);
  writer.close();
}

bool is_judged(const ImageResult& image) {
  return image.status == Status::ok;
}

bool is_abnormal(const ImageResult& image) {
  return image.abnormal;
}

std::size_t count(const Report& report, bool (*is_wanted)(const ImageResult&)) {
  return static_cast<std::size_t>(std::count_if(report.images.begin(), report.images.end(), is_wanted));
}

std::string comment(const Report& report) {
  return "Made by a computer program (artificial intelligence) and not verified by a physician. Images of the study " +
         std::to_string(report.images.size()) + ", judged " + std::to_string(count(report, is_judged)) + ", abnormal " +
         std::to_string(count(report, is_abnormal)) + ".";
}

// TID 1600, one group of all images.
void put_library(Writer& writer, const Report& report) {
  writer.open(contains, container, CODE_DCM_ImageLibrary);
  writer.open(contains, container, CODE_DCM_ImageLibraryGroup);
  std::string last;
  for (const ImageResult& image : report.images) {
    if (image.sop_uid == last) continue;
    last = image.sop_uid;
    ImageResult whole = image;
    whole.frame = 0;
    writer.image(contains, no_name, whole);
  }
  writer.close();
  writer.close();
}

// What became of an image, judged or not.
void put_status(Writer& writer, const ImageResult& image) {
  writer.open(contains, Type::VT_Code, ai_status);
  writer.set_code(status_code(image.status));
  writer.image(Relation::RT_inferredFrom, CODE_DCM_SourceImage, image);
  if (!image.reason.empty()) writer.text(Relation::RT_hasProperties, ai_reason, image.reason);
  if (image.status != Status::ok && image.pa_probability) {
    writer.number(Relation::RT_hasProperties, p_frontal, *image.pa_probability);
  }
  writer.close();
}

void put_evaluations(Writer& writer, const Report& report) {
  writer.open(contains, container, CODE_UMLS_QualitativeEvaluations);
  if (count(report, is_judged) > 0)
    writer.code(contains, CODE_DCM_Normality, normality(count(report, is_abnormal) > 0));
  writer.text(contains, CODE_DCM_Comment, comment(report));
  for (const ImageResult& image : report.images) put_status(writer, image);
  writer.close();
}

}  // namespace

void put_content(DSRDocumentTree& tree, const Report& report) {
  if (tree.addContentItem(Relation::RT_isRoot, container) == 0) throw std::logic_error("DCMTK refuses the report");
  tree.getCurrentContentItem().setConceptName(CODE_DCM_ImagingMeasurementReport);
  tree.getCurrentContentItem().setTemplateIdentification("1500", "DCMR");
  Writer writer(tree);
  writer.code(modifier, CODE_DCM_LanguageOfContentItemAndDescendants, american_english);
  writer.code(context, CODE_DCM_ObserverType, CODE_DCM_Device);
  writer.uid(context, CODE_DCM_DeviceObserverUID, report.algorithm.device_uid);
  writer.text(context, CODE_DCM_DeviceObserverName, report.algorithm.name);
  writer.code(modifier, CODE_DCM_ProcedureReported, chest_radiograph);
  put_library(writer, report);
  writer.open(contains, container, CODE_DCM_ImagingMeasurements);
  for (std::size_t image = 0; image < report.images.size(); ++image) {
    if (is_judged(report.images[image])) put_image(writer, report, image);
    for (std::size_t lesion = 0; lesion < report.images[image].lesions.size(); ++lesion) {
      put_lesion(writer, report, image, lesion);
    }
  }
  writer.close();
  put_evaluations(writer, report);
}

}  // namespace cxrval::sr
