use super::Words;

pub(super) const WORDS: Words = Words {
    code: "pt",
    name: "Português",
    direction: "ltr",
    title: "Faça este aparelho confiar na caixa",
    why: "O Neko funciona neste prédio, sem internet. Por isso nenhuma empresa responde por ele: a caixa responde por si mesma, e o \
          seu aparelho precisa saber uma vez que está tudo bem. Depois disso não há mais avisos, e as chamadas funcionam em todo lugar.",
    harmless_title: "Isto não pode ser usado contra você",
    harmless: "O certificado só pode responder por esta caixa: pelos nomes dela, por nomes como .local, .lan, .home.arpa e \
               .internal, e por endereços de redes privadas. Esse limite está escrito nele e não pode ser retirado. Ele não vale para \
               nenhum site da internet, nenhum e-mail e nenhum programa.",
    steps_on: "O que fazer:",
    other_systems: "Outro aparelho?",
    download: "Obter o certificado",
    fingerprint_title: "É o certo?",
    fingerprint: "Onde o seu aparelho mostrar uma impressão digital, compare-a com esta. Quem administra a caixa vê a mesma na \
                  página de administração e com neko cert show.",
    check_title: "Deu certo?",
    check_waiting: "Este aparelho ainda não confia na caixa. Isto fica verde sozinho.",
    check_good: "Este aparelho confia na caixa.",
    check_without_script: "Abra a caixa de novo: se não houver aviso, deu certo.",
    open: "Abrir o Neko",
    undo: "Você pode remover o certificado quando quiser, no mesmo lugar.",
    ios: [
        "No Safari, toque em *Obter o certificado* e depois em *Permitir*.",
        "Abra *Ajustes*, toque em *Perfil Baixado* no alto, depois em *Instalar*, e digite o seu código.",
        "Em *Ajustes*, vá a *Geral*, *Sobre*, bem embaixo *Ajustes de Confiança do Certificado*, e ative *Neko CA*.",
        "Volte a esta página.",
    ],
    android: [
        "Toque em *Obter o certificado*. Se o Android disser que ele só pode ser instalado nas configurações, está certo.",
        "Abra *Configurações* e procure *certificado de CA* (em geral em *Segurança*, *Mais configurações de segurança*, \
         *Criptografia e credenciais*, *Instalar um certificado*).",
        "Toque em *Certificado de CA*, *Instalar mesmo assim*, digite o seu código e escolha o arquivo *ca.crt*.",
        "Volte a esta página.",
    ],
    windows: [
        "Clique em *Obter o certificado* e abra o arquivo *ca.crt*.",
        "Clique em *Instalar Certificado…*, deixe *Usuário Atual*, clique em *Avançar*.",
        "Escolha *Colocar todos os certificados no repositório a seguir*, *Procurar…*, *Autoridades de Certificação Raiz \
         Confiáveis*, depois *Avançar* e *Concluir*.",
        "O Windows mostra uma impressão digital: compare-a com a de baixo (SHA-1), clique em *Sim* e reinicie o navegador.",
    ],
    macos: [
        "Clique em *Obter o certificado* e abra *ca.crt*: o *Acesso às Chaves* pergunta onde; *início de sessão* basta.",
        "No *Acesso às Chaves*, clique duas vezes em *Neko CA*.",
        "Abra *Confiar* e ponha *Ao usar este certificado* em *Confiar Sempre*.",
        "Feche a janela e digite a sua senha.",
    ],
    linux: [
        "Clique em *Obter o certificado*.",
        "No Chrome, Chromium ou Edge: *Configurações*, *Privacidade e segurança*, *Segurança*, *Gerenciar certificados*, depois \
         *Personalizados* e *Certificados confiáveis* (antes *Autoridades*), *Importar*, escolha *ca.pem* e marque sites.",
        "Para todo o resto neste computador, execute os comandos abaixo.",
    ],
    chromeos: [
        "Clique em *Obter o certificado*.",
        "Abra *Configurações*, *Privacidade e segurança*, *Segurança*, *Gerenciar certificados*, *Autoridades*.",
        "Clique em *Importar*, escolha *ca.crt* e marque *Confiar neste certificado para identificar sites*.",
    ],
    firefox: [
        "Clique em *Obter o certificado*: o Firefox pergunta na hora.",
        "Marque *Considerar confiável esta CA para identificar sites*; *Ver* mostra a impressão digital. Clique em *OK*.",
        "Se o arquivo foi salvo: *Configurações*, *Privacidade e Segurança*, *Certificados*, *Ver certificados…*, \
         *Autoridades*, *Importar…*.",
    ],
};
