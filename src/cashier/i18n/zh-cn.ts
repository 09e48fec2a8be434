import type { Messages } from './messages.ts';

export const zhCn: Messages = {
  pageTitle: (merchant) => `向 ${merchant} 付款`,
  language: '语言',
  testMode: '测试模式，不会发生真实扣款。',
  openTestWallet: '打开测试钱包',

  amount: '应付金额',
  amountPaid: '已付金额',
  amountOnly: '金额',
  orderNumber: '订单号',
  payWith: '支付方式',
  waiting: '等待付款',
  timeLeft: '剩余时间',

  choose: {
    title: '您想怎样付款？',
    text: '请选择付款方式。付款之前都可以更换。',
    other: '换一种付款方式',
  },
  preparing: { title: '正在准备付款', text: '只需几秒钟，请不要关闭此页面。' },
  redirect: {
    title: '前往付款',
    text: (channel) => `请在 ${channel} 确认付款，完成后会回到这里。`,
    button: (channel) => `前往 ${channel}`,
    card: '银行卡信息只在支付机构的安全页面填写，本页面不会收集。',
  },
  qr: {
    title: '扫码付款',
    text: (channel) => `请打开银行或钱包应用，扫描此 ${channel} 二维码。`,
    samePhone: '正在用手机浏览？请保存图片后在应用中打开，或复制付款码。',
    picture: (channel) => `${channel} 付款二维码`,
    save: '保存图片',
    copyCode: '复制付款码',
    noPicture: '请复制付款码，粘贴到银行或钱包应用中。',
  },
  va: {
    title: '向虚拟账户付款',
    text: '请在手机银行或 ATM 上选择虚拟账户（Virtual Account），并输入以下号码。',
  },
  bankTransfer: { title: '银行转账', text: '请通过手机银行向以下账户转账。' },
  bank: '银行',
  vaNumber: '虚拟账号',
  accountNumber: '账号',
  accountName: '户名',
  exactAmount: '请务必按此金额付款。',

  copy: '复制',
  copied: '已复制',
  copyFailed: '复制失败，请手动选择并复制。',

  paid: { title: '付款成功', text: '谢谢，您的付款已完成。' },
  failed: { title: '付款失败', text: '如果已经扣款，请联系商家并提供订单号。' },
  expired: {
    title: '付款已超时',
    text: '请不要再付款。如果您已付款，请保持此页面打开，到账后会自动显示。',
  },
  cancelled: { title: '付款已取消', text: '商家已关闭此笔付款，请不要再付款。' },
  returned: { title: '款项已退回', text: '款项已原路退回，可能需要几天才能到账。' },
  unavailable: { title: '此支付方式暂不可用', text: '请返回商家，选择其他支付方式。' },
  notFound: { title: '找不到此笔付款', text: '链接不完整或无效，请从商家处重新打开。' },
  trouble: { title: '暂时无法显示付款信息', text: '您的付款不受影响，页面将在几秒后自动重试。' },

  returnTo: (merchant) => `返回 ${merchant}`,
  returning: { before: '', after: '后自动返回' },
  stay: '留在此页面',
  offline: '网络连接中断，正在重试…',
  neverAsks: '本页面绝不会要求您输入银行卡号、密码或短信验证码。',
};
