(() => {
  let broken = false;
  let box;
  const project = () => /^\/p\/([^/]+)/.exec(location.pathname)?.[1];
  // Changes that are kept on this device: this design's, or all where no design is open.
  const kept = () => {
    let count = 0;
    try {
      const prefix = project() ? `queue:${project()}:` : 'queue:';
      for (const key of Object.keys(localStorage)) {
        if (!key.startsWith(prefix)) continue;
        count += JSON.parse(localStorage.getItem(key)).queue.pending.length;
      }
    } catch {}
    return count;
  };
  const say = (parent, tag, name, text) => {
    const element = parent.appendChild(document.createElement(tag));
    element.className = name;
    element.textContent = text;
    return element;
  };
  const changes = (count, verb) => `${count} change${count === 1 ? ` ${verb[0]}` : `s ${verb[1]}`}`;
  const broke = (message) => {
    if (broken) return;
    broken = true;
    const unsaved = kept();
    const lost = Number(document.documentElement.dataset.unkept ?? 0);
    let words = 'Your changes are saved.';
    if (unsaved) words = `${changes(unsaved, ['is', 'are'])} kept on this device and will be saved when the ${project() ? 'page is loaded' : 'design is opened'} again.`;
    if (lost) words = `${changes(lost, ['was', 'were'])} not saved yet, and this browser could not keep ${lost === 1 ? 'it' : 'them'}.`;
    box = document.createElement('dialog');
    box.className = 'dlg broken';
    box.setAttribute('role', 'alertdialog');
    box.setAttribute('aria-labelledby', 'broken-h');
    box.setAttribute('aria-describedby', 'broken-p');
    say(box, 'h2', 'broken__h', 'Something broke on this page').id = 'broken-h';
    say(box, 'p', 'broken__p', words).id = 'broken-p';
    const row = say(box, 'p', 'broken__a', '');
    say(row, 'a', 'btn', 'All designs').href = '/';
    const again = say(row, 'button', 'btn btn--primary', 'Load this page again');
    again.type = 'button';
    again.addEventListener('click', () => location.reload());
    box.addEventListener('cancel', (event) => event.preventDefault());
    document.body.append(box);
    box.showModal();
    again.focus();
    const page = location.pathname.replace(/^\/p\/[^/]+/, '/p/-');
    const program = document.querySelector('link[rel=modulepreload]')?.getAttribute('href') ?? '';
    const body = JSON.stringify({ page, message: String(message).slice(0, 1000), program, unsaved: unsaved + lost });
    fetch('/api/v1/faults', { method: 'POST', keepalive: true, headers: { 'content-type': 'application/json' }, body }).catch(() => {});
  };
  window.groundplanBroke = broke;
  const trap = (error) => error instanceof WebAssembly.RuntimeError && broke(`trap: ${error.message}`);
  addEventListener('error', (event) => trap(event.error));
  addEventListener('unhandledrejection', (event) => trap(event.reason));
  // A broken program must not hear of anything more.
  const deaf = (event) => {
    if (!broken) return;
    if (event.type === 'popstate') location.reload();
    if (!(event.target instanceof Node && box.contains(event.target))) event.stopImmediatePropagation();
  };
  for (const type of ['click', 'dblclick', 'keydown', 'pointerdown', 'pointermove', 'pointerup', 'wheel', 'input', 'change', 'submit', 'focusin', 'focusout', 'popstate', 'resize', 'online'])
    addEventListener(type, deaf, true);
})();
