import type { Catalogue } from "../../catalogue";

const pt: Catalogue<"setup"> = {
  setup: {
    title: "Configurar esta caixa",
    lead: "Crie a conta que a administra e diga o que a caixa deve ser. Tudo pode ser mudado depois.",
    account: "Sua conta",
    box: "Esta caixa",
    boxName: "Nome da caixa",
    boxNameHint: "O que se conhece aqui: sua escola, sua clínica, seu navio. Fica no alto de cada página.",
    registration: "Qualquer pessoa nesta rede pode criar uma conta",
    registrationHint:
      "Senão, você cria as contas. Convidados não precisam de nenhuma: basta um link de convite.",
    rooms: "Quem pode criar salas",
    roomsEveryone: "Todos que têm conta",
    roomsAdmins: "Só a administração",
    language: "Idioma da caixa",
    languageHint: "Para navegadores que pedem um idioma que a caixa não fala.",
    restoreInstead: "Restaurar um backup",
    done: "Já foi feito? <link>Entrar</link>",
    incompleteTitle: "O link não está completo",
    incompleteText:
      "Abra inteiro o link de configuração que a caixa mostrou ao iniciar: ele termina com um código depois de um #.",
  },
  restore: {
    title: "Restaurar um backup",
    lead: "A caixa passa a ser a do backup: suas contas, salas, configurações e a confiança que os aparelhos têm nela.",
    instead: "Configurar uma caixa nova",
    file: "Arquivo de backup",
    fileHint: "De “Backup” na administração, ou feito pela caixa durante a noite.",
    passphrase: "Frase secreta",
    passphraseHint: "Deixe vazio se o backup não tiver.",
    action: "Restaurar",
    sending: "Enviando o backup…",
    verifying: "A caixa verifica se o backup está íntegro…",
    restarting: "O backup de {when} está bom. A caixa reinicia; em instantes você pode entrar.",
    longTitle: "A caixa está demorando",
    longText:
      "Talvez já tenha voltado, com o certificado que tinha no backup. Abra para ver; se o navegador avisar, ele ainda não confia nesse certificado.",
    open: "Abrir a caixa",
    refused: {
      "bad-backup": {
        title: "Isto não é um backup, ou está danificado",
        advice: "Escolha outro arquivo. Nada foi mudado na caixa.",
      },
      "newer-backup": {
        title: "Este backup é de uma versão mais nova",
        advice: "Atualize primeiro esta caixa. Nada foi mudado nela.",
      },
      "wrong-passphrase": {
        title: "A frase secreta não abre este backup",
        advice: "Digite a que foi definida quando o backup foi feito. Sem ela ninguém consegue abri-lo.",
      },
    },
  },
  next: {
    title: "Sua caixa está pronta",
    lead: "Agora você administra {name}. Três coisas a fazer em seguida:",
    trust: "Fazer outros aparelhos confiarem nela",
    trustText: "Abra este endereço uma vez em cada celular e notebook. A página mostra o que fazer.",
    qrLabel: "QR code da página sobre a confiança",
    others: "Ou: {addresses}",
    room: "Criar uma sala",
    roomText: "Dê um nome a ela e envie o link. Quem tem o link pode participar, sem conta.",
    care: "Cuidar dela",
    careText: "Contas, backups e o estado da caixa estão na <link>administração</link>.",
  },
};

export default pt;
