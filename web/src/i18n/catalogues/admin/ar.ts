import type { Catalogue } from "../../catalogue";

const ar: Catalogue<"admin"> = {
  admin: {
    page: "الإدارة",
    title: "هذا الصندوق",
    accounts: "الحسابات",
    openRegistration: "يمكن لأي شخص في هذه الشبكة إنشاء حساب",
    openRegistrationHint:
      "الحسابات الجديدة عادية: يمكنها إنشاء غرف ودعوة الآخرين. أما الضيوف فلا يحتاجون إلى حساب في كل الأحوال.",
    fixedTitle: "هذا محدّد منذ تشغيل الصندوق",
    fixedText:
      "يعمل الصندوق بالخيار ‎--open-registration‎ وهو فوق هذا المفتاح. شغّله بدونه ليكون القرار للمفتاح.",
    errors: "الأخطاء في صفحات المستخدمين",
    noErrors: "لا أخطاء منذ تشغيل الصندوق.",
    lookAgain: "التحقق مجددًا",
    errorDetails: "تفاصيل لمن يُصلح الخطأ",
  },
};

export default ar;
