import type { Catalogue } from "../../catalogue";

const pt: Catalogue<"account"> = {
  settings: {
    page: "Conta",
    title: "Sua conta",
    lead: "Você entra como {name}.",
    profile: "Perfil",
    saveProfile: "Salvar perfil",
    profileSaved: "Seu perfil foi salvo.",
    confirmPassword: "Senha para confirmar",
    confirmPasswordHint: "Você pode entrar com seu e-mail; por isso, para mudá-lo é preciso sua senha.",
    changePassword: "Mudar senha",
    currentPassword: "Senha atual",
    newPassword: "Nova senha",
    passwordSaved: "Sua nova senha já está valendo.",
  },

  sessions: {
    title: "Onde você está conectado",
    lead: "Encerre uma sessão que não é sua ou de um aparelho que ficou para trás: a chamada dela termina na hora.",
    device: "{browser} no {system}",
    unknownDevice: "Aparelho desconhecido",
    current: "Este navegador, agora",
    used: "Último uso: {when}",
    since: "Conectado desde {when}.",
    remembered: "Continua conectado.",
    end: "Encerrar",
    endOne: "Encerrar a sessão: {device}",
    endOthers: "Encerrar todas as outras",
  },
  passwordLink: {
    title: "Definir uma senha",
    lead: "Olá, {name}. Escolha a senha com que você vai entrar de agora em diante.",
    noLead: "A administração deu a você um link para definir sua senha.",
    action: "Definir senha",
    expires: "Este link vale até {when}.",
  },
};

export default pt;
