// SPDX-License-Identifier: Apache-2.0
#include "sr/report.hpp"

#include "catch.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcmetinf.h>
#include <dcmtk/dcmsr/dsrdoc.h>

#include <sstream>
#include <stdexcept>
#include <utility>
#include <vector>

using namespace cxrval;

namespace {

constexpr const char* cr = "1.2.840.10008.5.1.4.1.1.1";

sr::Report small_report() {
  sr::Report report;
  report.header[sr::header_index("StudyDate")] = "20201103";
  report.header[sr::header_index("StudyTime")] = "081500";
  report.header[sr::header_index("PatientName")] = "Nguyễn^Thị Ánh";
  report.header[sr::header_index("PatientID")] = "0012";
  report.study_uid = "1.2.3";
  report.series_uid = "1.2.3.4";
  report.sop_uid = "1.2.3.4.5";
  report.time = *base::parse_iso("2020-11-03T09:00:07");
  report.algorithm = {"pipeline", "1.0", "hash=abc", "1.9"};
  report.software_version = "0.1.0";
  sr::ImageResult image;
  image.sop_class = cr;
  image.sop_uid = "1.5.1";
  image.series_uid = "1.5";
  image.rows = 128;
  image.columns = 120;
  image.pa_probability = 0.9974183;
  image.probability = 0.9999482;
  image.abnormal = true;
  image.tracking_uid = "1.7";
  image.lesions.push_back({"Nodule/Mass", 0.90523756, {95.81, 69.44, 104.84, 79.43}, "1.8"});
  sr::ImageResult lateral = image;
  lateral.sop_uid = "1.5.2";
  lateral.status = sr::Status::not_pa;
  lateral.reason = "pa_gate";
  lateral.probability.reset();
  lateral.abnormal = false;
  lateral.lesions.clear();
  report.images = {image, lateral};
  return report;
}

void load(DcmFileFormat& file, const std::string& bytes) {
  DcmInputBufferStream stream;
  stream.setBuffer(bytes.data(), static_cast<offile_off_t>(bytes.size()));
  stream.setEos();
  file.transferInit();
  if (file.read(stream).bad()) FAIL("the bytes are no DICOM file");
  file.transferEnd();
}

class Read {
 public:
  explicit Read(const std::string& bytes) {
    load(file_, bytes);
    if (document.read(*file_.getDataset()).bad()) FAIL("the file is no structured report");
  }

  std::string text(const DcmTagKey& key) {
    OFString value;
    file_.getDataset()->findAndGetOFStringArray(key, value);
    return value.c_str();
  }
  std::string printed() {
    std::ostringstream out;
    document.print(out, DSRTypes::PF_printAllCodes | DSRTypes::PF_printNoDocumentHeader |
                            DSRTypes::PF_printTemplateIdentification | DSRTypes::PF_printSOPInstanceUID);
    return out.str();
  }
  DcmDataset& set() { return *file_.getDataset(); }

  DSRDocument document;

 private:
  DcmFileFormat file_;
};

using Corners = std::vector<std::pair<float, float>>;

Corners corners_of(DSRDocumentTree& tree) {
  DSRSpatialCoordinatesValue region = tree.getCurrentContentItem().getSpatialCoordinates();
  CHECK(region.getGraphicType() == DSRTypes::GT_Polyline);
  Corners corners;
  for (std::size_t i = 1; i <= region.getGraphicDataList().getNumberOfItems(); ++i) {
    Float32 x = 0;
    Float32 y = 0;
    CHECK(region.getGraphicDataList().getItem(i, x, y).good());
    corners.emplace_back(x, y);
  }
  return corners;
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the content is that of template 1500") {
  Read read(sr::report_bytes(small_report()));
  REQUIRE(read.document.isValid());
  CHECK(read.document.getDocumentType() == DSRTypes::DT_ComprehensiveSR);
  const std::string content = read.printed();
  CAPTURE(content);
  CHECK(holds(content, "Imaging Measurement Report\")=SEPARATE>  # TID 1500 (DCMR)"));
  CHECK(holds(content, "(111001,DCM,\"Algorithm Name\")=\"pipeline\""));
  CHECK(holds(content, "(111003,DCM,\"Algorithm Version\")=\"1.0\""));
  CHECK(holds(content, "\"Probability of being abnormal\")=\"0.9999482\" (1,UCUM,\"no units\")"));
  CHECK(holds(content, "\"Probability of a frontal view\")=\"0.9974183\" (1,UCUM,\"no units\")"));
  CHECK(holds(content, "(121402,DCM,\"Normality\")=(263654008,SCT,\"Abnormal\")"));
  CHECK(holds(content, "(121071,DCM,\"Finding\")=(Nodule/Mass,99CXRVAL,\"Nodule/Mass\")"));
  CHECK(holds(content, "(111012,DCM,\"Certainty of Finding\")=\"0.90523756\" (1,UCUM,\"no units\")"));
  CHECK(holds(content, "# TID 1410 (DCMR)"));
  CHECK(holds(content, "(NOT_PA,99CXRVAL,\"Not judged: not a frontal view\")"));
  CHECK(holds(content, "not verified by a physician. Images of the study 2, judged 1, abnormal 1."));
}

TEST_CASE("a judged image and a box are closed rectangles selected from the image") {
  Read read(sr::report_bytes(small_report()));
  DSRDocumentTree& tree = read.document.getTree();
  const DSRCodedEntryValue name("111030", "DCM", "Image Region");
  REQUIRE(tree.gotoNamedNode(name) > 0);
  CHECK(corners_of(tree) == Corners{{0, 0}, {120, 0}, {120, 128}, {0, 128}, {0, 0}});
  REQUIRE(tree.gotoNextNamedNode(name) > 0);
  CHECK(corners_of(tree) ==
        Corners{{95.81F, 69.44F}, {104.84F, 69.44F}, {104.84F, 79.43F}, {95.81F, 79.43F}, {95.81F, 69.44F}});
  REQUIRE(tree.goDown() > 0);
  CHECK(tree.getCurrentContentItem().getImageReference().getSOPInstanceUID() == "1.5.1");
  CHECK(tree.getCurrentContentItem().getImageReference().getSOPClassUID() == cr);
}

TEST_CASE("an image that was not judged has its status, the reason and no group") {
  const std::string content = Read(sr::report_bytes(small_report())).printed();
  const std::size_t status = content.find("(NOT_PA,99CXRVAL");
  REQUIRE(status != std::string::npos);
  const std::string rest = content.substr(status);
  CHECK(holds(rest, "<inferred from IMAGE:(121324,DCM,\"Source Image\")=(CR image,\"1.5.2\")>"));
  CHECK(holds(rest, "(AI_REASON,99CXRVAL,\"Reason of the AI status\")=\"pa_gate\""));
  CHECK(holds(rest, "<has properties NUM:(P_FRONTAL,99CXRVAL"));
  CHECK(content.find("\"1.5.2\"") < content.find("Imaging Measurements"));  // in the library
  CHECK(content.find("\"1.5.2\"", content.find("Imaging Measurements")) > status);
}

TEST_CASE("every image is evidence, in the study and in a new series") {
  Read read(sr::report_bytes(small_report()));
  CHECK(read.text(DCM_StudyInstanceUID) == "1.2.3");
  CHECK(read.text(DCM_SeriesInstanceUID) == "1.2.3.4");
  CHECK(read.text(DCM_SOPInstanceUID) == "1.2.3.4.5");
  CHECK(read.text(DCM_Modality) == "SR");
  DSRSOPInstanceReferenceList& evidence = read.document.getCurrentRequestedProcedureEvidence();
  CHECK(evidence.getNumberOfInstances() == 2);
  for (const char* uid : {"1.5.1", "1.5.2"}) {
    REQUIRE(evidence.gotoItem("1.2.3", "1.5", uid).good());
    OFString sop_class;
    CHECK(evidence.getSOPClassUID(sop_class) == cr);
  }
}

TEST_CASE("the report says that it is complete, preliminary and not verified") {
  Read read(sr::report_bytes(small_report()));
  CHECK(read.text(DCM_CompletionFlag) == "COMPLETE");
  CHECK(read.text(DCM_VerificationFlag) == "UNVERIFIED");
  CHECK(read.text(DCM_PreliminaryFlag) == "PRELIMINARY");
}

TEST_CASE("what the headers say is kept in UTF-8, and what they must have is there even when it is empty") {
  Read read(sr::report_bytes(small_report()));
  CHECK(read.text(DCM_SpecificCharacterSet) == "ISO_IR 192");
  CHECK(read.text(DCM_PatientName) == "Nguyễn^Thị Ánh");
  CHECK(read.text(DCM_PatientID) == "0012");
  CHECK(read.text(DCM_StudyTime) == "081500");
  CHECK(read.text(DCM_ContentDate) == "20201103");
  CHECK(read.text(DCM_ContentTime) == "090007");
  for (const DcmTagKey& key :
       {DCM_AccessionNumber, DCM_ReferringPhysicianName, DCM_PatientBirthDate, DCM_PatientSex, DCM_StudyID,
        DCM_ReferencedPerformedProcedureStepSequence, DCM_PerformedProcedureCodeSequence}) {
    CAPTURE(DcmTag(key).getTagName());
    CHECK(read.set().tagExists(key));
  }
  CHECK_FALSE(read.set().tagExists(DCM_PatientWeight));
}

TEST_CASE("the same report gives the same bytes, with nothing of the moment in them") {
  const sr::Report report = small_report();
  CHECK(sr::report_bytes(report) == sr::report_bytes(report));
  Read read(sr::report_bytes(report));
  for (const DcmTagKey& key : {DCM_InstanceCreationDate, DCM_InstanceCreationTime, DCM_InstanceCreatorUID}) {
    CHECK_FALSE(read.set().tagExists(key));
  }
}

TEST_CASE("frames of one image are one piece of evidence and several results") {
  sr::Report report = small_report();
  report.images[1] = report.images[0];
  report.images[0].frame = 1;
  report.images[1].frame = 2;
  Read read(sr::report_bytes(report));
  REQUIRE(read.document.isValid());
  CHECK(read.document.getCurrentRequestedProcedureEvidence().getNumberOfInstances() == 1);
  DSRDocumentTree& tree = read.document.getTree();
  const DSRCodedEntryValue source("121324", "DCM", "Source Image");
  std::vector<int> frames;
  for (std::size_t id = tree.gotoNamedNode(source); id > 0; id = tree.gotoNextNamedNode(source)) {
    DSRImageReferenceValue reference = tree.getCurrentContentItem().getImageReference();
    REQUIRE(reference.getFrameList().getNumberOfItems() == 1);
    frames.push_back(reference.getFrameList().getItem(1));
  }
  CHECK(frames == std::vector<int>{1, 1, 2, 2, 1, 2});
}

TEST_CASE("a study of which nothing was judged has no normality and no group") {
  sr::Report report = small_report();
  report.images.erase(report.images.begin());
  const std::string content = Read(sr::report_bytes(report)).printed();
  CHECK_FALSE(holds(content, "121402"));
  CHECK_FALSE(holds(content, "125007"));
  CHECK(holds(content, "judged 0, abnormal 0."));
}

TEST_CASE("a report that cannot be expressed is a fault of the caller") {
  sr::Report report = small_report();
  SECTION("no image") {
    report.images.clear();
  }
  SECTION("no study") {
    report.study_uid.clear();
  }
  SECTION("a UID that is a path") {
    report.images[0].sop_uid = "../1";
  }
  SECTION("no size") {
    report.images[0].rows = 0;
  }
  SECTION("no tracking UID") {
    report.images[0].lesions[0].tracking_uid.clear();
  }
  CHECK_THROWS_AS(sr::report_bytes(report), std::logic_error);
}

TEST_CASE("only objects of images are images") {
  CHECK(sr::is_image_class(cr));
  CHECK(sr::is_image_class("1.2.840.10008.5.1.4.1.1.1.1"));
  CHECK_FALSE(sr::is_image_class("1.2.840.10008.5.1.4.1.1.88.33"));
  CHECK_FALSE(sr::is_image_class("1.2.840.10008.5.1.4.1.1.11.1"));
  CHECK_FALSE(sr::is_image_class(""));
}

TEST_CASE("what real archives have can be expressed") {
  sr::Report report = small_report();
  SECTION("UIDs with leading zeros") {
    report.study_uid = "1.02.3";
    report.images[0].sop_uid = "1.05.1";
    report.images[0].series_uid = "1.05";
    // DCMTK's reader refuses them.
    DcmFileFormat file;
    load(file, sr::report_bytes(report));
    DcmItem* evidence = nullptr;
    REQUIRE(file.getDataset()->findAndGetSequenceItem(DCM_CurrentRequestedProcedureEvidenceSequence, evidence).good());
    OFString uid;
    CHECK(evidence->findAndGetOFString(DCM_ReferencedSOPInstanceUID, uid, 0, OFTrue).good());
    CHECK(uid == "1.05.1");
    return;
  }
  SECTION("classes in Vietnamese, of 64 characters") {
    for (int i = 0; i < 50; ++i) report.images[0].lesions[0].class_name += "ễ";
  }
  SECTION("a reason of any text") {
    report.images[1].reason = "tràn \\ <khí> \"'&";
  }
  SECTION("probabilities of many digits") {
    report.images[0].probability = 0.12345678901234567;
  }
  SECTION("tiny ones") {
    report.images[0].probability = 1.1754944e-38;
  }
  SECTION("images of other classes") {
    report.images[1].sop_class =
        GENERATE("1.2.840.10008.5.1.4.1.1.7", "1.2.840.10008.5.1.4.1.1.7.4", "1.2.840.10008.5.1.4.1.1.1.1.1",
                 "1.2.840.10008.5.1.4.1.1.1.2", "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.12.2",
                 "1.2.840.10008.5.1.4.1.1.77.1.6", "1.2.840.10008.5.1.4.1.1.66.4", "1.2.840.10008.5.1.4.1.1.481.1",
                 "1.2.840.10008.5.1.1.29");
    if (!sr::is_image_class(report.images[1].sop_class)) return;
  }
  Read read(sr::report_bytes(report));
  CHECK(read.document.isValid());
}
