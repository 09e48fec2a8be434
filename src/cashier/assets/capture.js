/*
 * Takes the picture of a verification's step: with the camera where there is one, else from a file.
 * Either way it becomes a JPEG of a sensible size before it is sent, and is shown first. The form is
 * whole without this script. Nothing leaves the page before the payer sends it.
 */
(() => {
  const SIDE_MAX = 1920;
  const QUALITY = 0.9;

  const form = document.querySelector('form[data-capture]');
  if (form === null || typeof DataTransfer === 'undefined') return;

  const input = form.querySelector('input[type=file]');
  const canvas = form.querySelector('canvas');
  const video = form.querySelector('video');
  const message = form.querySelector('[data-message]');
  const part = (name) => form.querySelector(`[data-${name}]`);
  const [shoot, camera, send, again] = ['shoot', 'camera', 'send', 'again'].map(part);
  const chooser = input.closest('label');
  const hasCamera = Boolean(navigator.mediaDevices?.getUserMedia);
  let stream = null;

  /* ---- what is shown: choosing, aiming, or looking at the picture ---- */

  function show(state) {
    canvas.hidden = state !== 'taken';
    video.hidden = state !== 'aiming';
    shoot.hidden = state !== 'aiming';
    camera.hidden = state !== 'choosing' || !hasCamera;
    chooser.hidden = state === 'taken';
    send.hidden = state !== 'taken';
    again.hidden = state !== 'taken';
  }

  function say(text) {
    message.textContent = text;
    message.hidden = text === '';
  }

  /* ---- the camera ---- */

  async function aim() {
    say('');
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: {
          facingMode: form.dataset.capture,
          width: { ideal: SIDE_MAX },
          height: { ideal: SIDE_MAX },
        },
      });
      video.srcObject = stream;
      show('aiming');
      /* Before the first picture there is nothing to take. */
      shoot.disabled = true;
      await video.play();
      shoot.disabled = false;
      shoot.focus();
    } catch {
      stop();
      camera.hidden = true;
      chooser.hidden = false;
      say(form.dataset.noCamera);
    }
  }

  function stop() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    video.srcObject = null;
  }

  /* ---- the picture ---- */

  /* Drawn upright: what the camera wrote about it is lost on the way, and with it where it was. */
  function draw(source, width, height) {
    const scale = Math.min(1, SIDE_MAX / Math.max(width, height));
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext('2d').drawImage(source, 0, 0, canvas.width, canvas.height);
  }

  async function keep() {
    const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
    if (blob === null) throw new Error('there is no picture');
    const files = new DataTransfer();
    files.items.add(new File([blob], 'photo.jpg', { type: 'image/jpeg' }));
    input.files = files.files;
    show('taken');
    send.focus();
  }

  async function fromCamera() {
    draw(video, video.videoWidth, video.videoHeight);
    stop();
    try {
      await keep();
    } catch {
      restart();
      say(form.dataset.noCamera);
    }
  }

  async function fromFile(file) {
    say('');
    try {
      const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
      draw(bitmap, bitmap.width, bitmap.height);
      bitmap.close();
      await keep();
    } catch {
      input.value = '';
      say(form.dataset.unreadable);
    }
  }

  function restart() {
    stop();
    input.value = '';
    show('choosing');
    (camera.hidden ? input : camera).focus();
  }

  input.addEventListener('change', () => {
    stop();
    const [file] = input.files;
    if (file === undefined) show('choosing');
    else fromFile(file);
  });
  camera.addEventListener('click', aim);
  shoot.addEventListener('click', fromCamera);
  again.addEventListener('click', restart);
  form.addEventListener('submit', () => {
    send.disabled = true;
  });
  /* Who comes back by "back" finds a form that can be sent again. */
  window.addEventListener('pageshow', () => {
    send.disabled = false;
  });
  window.addEventListener('pagehide', stop);

  show('choosing');
})();
