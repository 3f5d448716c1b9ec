import type { Catalogue } from "../../catalogue";

const ar: Catalogue<"account"> = {
  settings: {
    page: "الحساب",
    title: "حسابك",
    lead: "تسجّل الدخول باسم {name}.",
    profile: "الملف الشخصي",
    saveProfile: "حفظ الملف الشخصي",
    profileSaved: "تم حفظ ملفك الشخصي.",
    confirmPassword: "كلمة المرور للتأكيد",
    confirmPasswordHint: "يمكنك تسجيل الدخول ببريدك الإلكتروني، لذلك يتطلب تغييره كلمة مرورك.",
    changePassword: "تغيير كلمة المرور",
    currentPassword: "كلمة المرور الحالية",
    newPassword: "كلمة المرور الجديدة",
    passwordSaved: "كلمة مرورك الجديدة سارية من الآن.",
  },

  sessions: {
    title: "أين سجّلت الدخول",
    lead: "إنهاء جلسة ليست لك، أو على جهاز تركته وراءك، ينهي مكالمتها فورًا.",
    device: "{browser} على {system}",
    unknownDevice: "جهاز غير معروف",
    current: "هذا المتصفح، الآن",
    used: "آخر استخدام: {when}",
    since: "مسجّل الدخول منذ {when}.",
    remembered: "يبقى مسجّل الدخول.",
    end: "إنهاء",
    endOne: "إنهاء الجلسة: {device}",
    endOthers: "إنهاء كل الجلسات الأخرى",
  },
  passwordLink: {
    title: "تعيين كلمة المرور",
    lead: "مرحبًا {name}. اختر كلمة المرور التي ستسجّل الدخول بها من الآن.",
    noLead: "أعطتك الإدارة رابطًا لتعيين كلمة مرورك.",
    action: "تعيين كلمة المرور",
    expires: "هذا الرابط صالح حتى {when}.",
  },
};

export default ar;
