import type { Messages } from './messages.ts';

export const ptBr: Messages = {
  pageTitle: (merchant) => `Pagar ${merchant}`,
  language: 'Idioma',
  testMode: 'Modo de teste. Nenhum dinheiro real é movimentado.',
  openTestWallet: 'Abrir a carteira de teste',

  amount: 'Valor a pagar',
  amountPaid: 'Valor pago',
  amountOnly: 'Valor',
  orderNumber: 'Número do pedido',
  payWith: 'Forma de pagamento',
  waiting: 'Aguardando o pagamento',
  timeLeft: 'Tempo restante',

  choose: {
    title: 'Como você quer pagar?',
    text: 'Escolha uma forma de pagamento. Você pode trocá-la até pagar.',
    other: 'Pagar de outra forma',
  },
  preparing: {
    title: 'Preparando o pagamento',
    text: 'Leva só alguns segundos. Mantenha esta página aberta.',
  },
  redirect: {
    title: 'Continuar para pagar',
    text: (channel) => `Confirme o pagamento com ${channel} e depois você volta para cá.`,
    button: (channel) => `Continuar para ${channel}`,
    card: 'Os dados do cartão são informados na página segura do provedor, nunca aqui.',
  },
  qr: {
    title: 'Escaneie para pagar',
    text: (channel) => `Abra o app do seu banco ou carteira e escaneie este código ${channel}.`,
    samePhone: 'Está neste celular? Copie o código e cole no app, ou salve a imagem.',
    picture: (channel) => `Código de pagamento ${channel}`,
    save: 'Salvar imagem',
    copyCode: 'Copiar código',
    noPicture: 'Copie o código e cole no app do seu banco ou carteira.',
  },
  va: {
    title: 'Pague em uma conta virtual',
    text: 'No app do banco ou no caixa eletrônico, escolha conta virtual e informe este número.',
  },
  bankTransfer: {
    title: 'Pague por transferência bancária',
    text: 'Faça uma transferência para esta conta pelo app do seu banco.',
  },
  bill: {
    title: 'Pague esta conta no balcão ou em um aplicativo',
    text:
      'Informe este beneficiário ao caixa ou escolha-o no aplicativo e dê o número de ' +
      'referência.',
  },
  biller: 'Empresa',
  referenceNumber: 'Número de referência',
  payUntil: 'Pagar até',
  anyAmount: 'Qualquer valor',
  amountFrom: (least) => `A partir de ${least}`,
  amountUpTo: (most) => `Até ${most}`,
  amountBetween: (least, most) => `De ${least} a ${most}`,
  places: {
    title: 'Onde você quer pagar?',
    text: 'Escolha um local. Cada um tem um número próprio.',
  },
  bank: 'Banco',
  vaNumber: 'Número da conta virtual',
  accountNumber: 'Número da conta',
  accountName: 'Titular da conta',
  exactAmount: 'Pague exatamente este valor.',

  copy: 'Copiar',
  copied: 'Copiado',
  copyFailed: 'Não foi possível copiar. Selecione o texto e copie.',

  paid: { title: 'Pagamento recebido', text: 'Obrigado! Seu pagamento foi concluído.' },
  failed: {
    title: 'O pagamento não foi concluído',
    text: 'Se o valor saiu da sua conta, fale com a loja e informe o número do pedido.',
  },
  expired: {
    title: 'O prazo para pagar terminou',
    text:
      'Não pague agora. Se você já pagou, mantenha esta página aberta: ela avisa quando o ' +
      'pagamento chegar.',
  },
  cancelled: {
    title: 'Pagamento cancelado',
    text: 'A loja encerrou este pagamento. Não pague mais.',
  },
  returned: {
    title: 'Pagamento devolvido',
    text: 'O valor foi devolvido e pode levar alguns dias para aparecer na sua conta.',
  },
  unavailable: {
    title: 'Esta forma de pagamento não está disponível',
    text: 'Volte para a loja e escolha outra.',
  },
  notFound: {
    title: 'Pagamento não encontrado',
    text: 'Este link está incompleto ou não é válido. Abra-o novamente pela loja.',
  },
  trouble: {
    title: 'Não foi possível mostrar o pagamento agora',
    text: 'Nada se perdeu. Esta página tenta de novo em alguns segundos.',
  },

  returnTo: (merchant) => `Voltar para ${merchant}`,
  returning: { before: 'Voltando em ', after: '' },
  stay: 'Ficar nesta página',
  offline: 'Sem conexão. Tentando de novo…',
  verify: {
    pageTitle: (m) => `Verificação para ${m}`,
    requestNumber: 'Número da solicitação',
    step: (n, all) => `Passo ${n} de ${all}`,
    document: { title: 'Qual documento você tem?', text: 'Escolha um que ainda seja válido.' },
    next: 'Continuar',
    parts: {
      front: {
        title: 'Frente do documento',
        text:
          'Coloque-o sobre uma superfície escura. Os quatro cantos devem aparecer e o texto ' +
          'deve estar legível.',
      },
      back: {
        title: 'Verso do documento',
        text: 'Vire o documento. Os quatro cantos devem aparecer.',
      },
      portrait: {
        title: 'Uma foto sua',
        text: 'Por exemplo, a página com foto de um documento. Seu rosto deve estar nítido.',
      },
      selfie: {
        title: 'Seu rosto',
        text: 'Olhe para a câmera em um lugar bem iluminado, sem chapéu nem óculos escuros.',
      },
    },
    choose: 'Escolher imagem',
    hint: 'JPEG ou PNG, até 5 MB.',
    camera: 'Usar a câmera',
    shoot: 'Tirar a foto',
    again: 'Tirar de novo',
    use: 'Usar esta foto',
    preview: 'Prévia da sua foto',
    noCamera: 'Não foi possível usar a câmera. Escolha uma imagem.',
    problems: {
      not_an_image: 'Este arquivo não é uma imagem JPEG ou PNG. Escolha outro.',
      damaged: 'Esta imagem está danificada. Tire de novo.',
      too_small: 'Esta imagem é pequena demais para ser lida. Tire uma maior.',
      too_large: 'Esta imagem é grande demais. Tire uma menor, de até 5 MB.',
      missing: 'Escolha uma imagem primeiro.',
    },
    confirm: {
      title: 'Enviar suas fotos?',
      text: 'Confira se tudo está legível. Depois não será possível alterar.',
    },
    submit: 'Enviar',
    change: (what) => `Tirar de novo: ${what}`,
    privacy:
      'Suas fotos são guardadas criptografadas, usadas só para esta verificação e depois apagadas.',
    checking: {
      title: 'Estamos verificando suas fotos',
      text:
        'Costuma levar um instante e, às vezes, uma pessoa precisa olhar. Você pode fechar ' +
        'esta página: a loja recebe o resultado.',
    },
    passed: { title: 'Você foi verificado', text: 'Obrigado. Você já pode voltar à loja.' },
    failed: {
      title: 'Não foi possível verificar você',
      text: 'Volte à loja para saber o próximo passo.',
    },
    expired: { title: 'O tempo acabou', text: 'Volte à loja e comece de novo.' },
  },
  neverAsks: 'Esta página nunca pede número de cartão, senha ou código de verificação.',
};
