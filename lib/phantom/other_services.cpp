// SPDX-License-Identifier: Apache-2.0
#include "base/number.hpp"
#include "phantom/report_text.hpp"

namespace cxrval::phantom {

namespace {

struct Exam {
  std::string_view service_id;
  std::string_view name;
  std::string_view normal;
  std::string_view abnormal;
};

Exam exam_of(View view) {
  switch (view) {
    case View::hand:
      return {"18.0108.0028", "Chụp Xquang xương bàn, ngón tay thẳng, nghiêng hoặc chếch",
              "Không thấy hình gãy xương, trật khớp bàn ngón tay.", "Hình gãy xương đốt bàn, di lệch ít."};
    case View::knee:
      return {"18.0104.0028", "Chụp Xquang khớp gối thẳng, nghiêng hoặc chếch",
              "Không thấy hình gãy xương. Khe khớp gối bình thường.", "Hẹp khe khớp gối, gai xương mâm chày."};
    case View::abdomen:
      return {"18.0125.0028", "Chụp Xquang bụng không chuẩn bị thẳng hoặc nghiêng",
              "Không thấy liềm hơi, không thấy mức nước hơi.",
              "Vài hình cản quang hố thận hai bên, theo dõi sỏi thận."};
    case View::skull:
      return {"18.0067.0028", "Chụp Xquang sọ thẳng nghiêng", "Không thấy đường vỡ xương sọ.",
              "Theo dõi đường vỡ xương vùng chẩm."};
    default:
      return {"18.0120.0028", "Chụp Xquang ngực nghiêng hoặc chếch mỗi bên",
              "Khoảng sáng trước tim và sau tim bình thường.", "Mờ khoảng sáng sau tim."};
  }
}

struct Index {
  std::string_view service_id, service_name, code, name;
  double low, high;
};

constexpr Index indices[] = {
    {"22.0121.1369", "Tổng phân tích tế bào máu ngoại vi", "WBC", "Số lượng bạch cầu", 4, 14},
    {"22.0121.1369", "Tổng phân tích tế bào máu ngoại vi", "HGB", "Huyết sắc tố", 95, 165},
    {"22.0121.1369", "Tổng phân tích tế bào máu ngoại vi", "PLT", "Số lượng tiểu cầu", 140, 420},
    {"23.0075.1494", "Định lượng Glucose", "GLU", "Glucose máu", 4, 11},
    {"23.0051.1494", "Định lượng Creatinin", "CRE", "Creatinin máu", 50, 130}};

}  // namespace

Service other_exam_service(View exam, Random& random) {
  const Exam known = exam_of(exam);
  Service service;
  service.service_id = known.service_id;
  service.service_name = known.name;
  const bool normal = random.chance(0.65);
  service.description = normal ? known.normal : known.abnormal;
  service.conclusion = normal ? "Hiện tại chưa thấy hình ảnh bất thường" : "Theo dõi thêm lâm sàng";
  return service;
}

Service laboratory_service(Random& random) {
  Service service;
  if (random.chance(0.15)) {
    service.service_id = "18.0015.0001";
    service.service_name = "Siêu âm ổ bụng";
    service.description = "Gan không to, nhu mô đều. Túi mật không có sỏi.\nHai thận không ứ nước.";
    service.conclusion = "Hiện tại không thấy bất thường trên siêu âm ổ bụng";
    return service;
  }
  const Index& index = random.pick(indices);
  service.service_id = index.service_id;
  service.service_name = index.service_name;
  service.index_code = index.code;
  service.index_name = index.name;
  service.value = base::format_fixed(random.between(index.low, index.high), 1);
  return service;
}

Service tomography_service() {
  Service service;
  service.service_id = "18.0191.0041";
  service.service_name = "Chụp cắt lớp vi tính lồng ngực không tiêm thuốc cản quang";
  service.description = "Không thấy khối bất thường ở hai phổi. Không thấy hạch lớn trung thất.";
  service.conclusion = "Hiện tại chưa thấy hình ảnh bất thường";
  return service;
}

Service look_alike_service(Random& random) {
  struct Code {
    std::string_view code, name;
  };
  constexpr Code codes[] = {{"18.0119.0029", "Chụp Xquang ngực thẳng [thẳng và nghiêng, số hóa 2 phim]"},
                            {"18.0119.0010", "Chụp Xquang ngực thẳng [phim ≤ 24x30 cm, 1 tư thế]"},
                            {"18.0119.0012", "Chụp Xquang ngực thẳng [phim > 24x30 cm, 1 tư thế]"},
                            {"18.0119.0013", "Chụp Xquang ngực thẳng [phim > 24x30 cm, 2 tư thế]"},
                            {"18.0119.0028.K.99001", "Chụp Xquang ngực thẳng"},
                            {"18.0120.0028", "Chụp Xquang ngực nghiêng hoặc chếch mỗi bên"}};
  const Code& code = random.pick(codes);
  Service service;
  service.service_id = code.code;
  service.service_name = code.name;
  return service;
}

}  // namespace cxrval::phantom
