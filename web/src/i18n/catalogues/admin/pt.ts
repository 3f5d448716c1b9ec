import type { Catalogue } from "../../catalogue";

const pt: Catalogue<"admin"> = {
  admin: {
    page: "Administração",
    title: "Esta caixa",
    accounts: "Contas",
    openRegistration: "Qualquer pessoa nesta rede pode criar uma conta",
    openRegistrationHint:
      "As contas novas são comuns: podem criar salas e convidar outras pessoas. Convidados não precisam de conta em nenhum caso.",
    fixedTitle: "Isto foi definido quando a caixa foi iniciada",
    fixedText:
      "Ela funciona com --open-registration, que vale mais que esta opção. Inicie-a sem isso, e a opção decidirá.",
    errors: "Erros nas páginas das pessoas",
    noErrors: "Nenhum desde que a caixa foi iniciada.",
    lookAgain: "Olhar de novo",
    errorDetails: "Detalhes para quem for consertar",
  },
};

export default pt;
