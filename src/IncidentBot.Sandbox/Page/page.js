// The chat page: reads and acts as one person, over the same requests Discord's own client makes.
const $ = (id) => document.getElementById(id);
const el = (tag, properties = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

const world = await (await fetch('/sandbox')).json();
let person = Object.keys(world.people)[0];
let channel = null;
let shown = '';

const call = async (method, path, body) => {
  const headers = { Authorization: world.people[person].token };
  if (body) headers['Content-Type'] = 'application/json';
  const response = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  const text = await response.text();
  const json = text ? JSON.parse(text) : null;
  if (!response.ok) throw new Error(`${json?.message ?? response.status} ${json?.errors ? JSON.stringify(json.errors) : ''}`);
  return json;
};
const api = (method, path, body) => call(method, `/api/v10${path}`, body);
const notice = (text) => { $('notice').textContent = text; };
const attempt = async (work) => {
  try { notice(''); await work(); } catch (error) { notice(error.message); }
  await refresh();
};

for (const [handle, about] of Object.entries(world.people)) $('person').append(el('option', { value: handle, textContent: about.name }));
$('person').onchange = () => { person = $('person').value; channel = null; refresh(); };

async function refresh() {
  const channels = (await call('GET', '/sandbox/channels')).filter((c) => c.type !== 4 && c.type !== 15);
  if (!channels.some((c) => c.id === channel?.id)) channel = channels[0];
  const name = (c) => (c.recipients ? `@${c.recipients[0].global_name ?? c.recipients[0].username}` : `#${c.name}`);
  $('channels').replaceChildren(...channels.map((c) => {
    const button = el('button', { textContent: name(c), onclick: () => { channel = c; refresh(); } });
    if (c.id === channel.id) button.setAttribute('aria-current', 'true');
    return el('li', {}, button);
  }));
  const messages = await call('GET', `/sandbox/channels/${channel.id}/messages`);
  const state = channel.id + JSON.stringify(messages, (key, value) => (key === 'url' || key === 'proxy_url' ? undefined : value));
  if (state === shown) return;
  shown = state;
  $('messages').replaceChildren(...messages.map(message));
  $('messages').scrollTop = $('messages').scrollHeight;
}

function message(m) {
  const time = new Date(m.timestamp).toLocaleString();
  const marks = [m.edited_timestamp && 'edited', m.pinned && 'pinned', m.flags & 64 && 'only you can see this', m.flags & 128 && 'is thinking…'].filter(Boolean).join(' · ');
  const body = [
    ...(m.content ? [el('div', { className: 'text', textContent: m.content })] : []),
    ...m.embeds.map((e) => el('div', { className: 'embed' }, el('b', { textContent: e.title ?? '' }), el('div', { className: 'text', textContent: e.description ?? '' }),
      ...(e.fields ?? []).map((f) => el('div', {}, el('b', { textContent: f.name }), el('div', { className: 'text', textContent: f.value }))))),
    ...m.attachments.map((a) => el('div', {}, el('a', { href: a.url, textContent: `📎 ${a.filename}` }))),
    ...m.components.map((c) => component(c, m)),
    ...(m.reactions ? [el('small', { textContent: m.reactions.map((r) => `${r.emoji.name} ${r.count}`).join('  ') })] : []),
  ];
  return el('li', { className: m.flags & 64 ? 'own' : '' }, el('b', { textContent: m.author.global_name ?? m.author.username }), el('small', { textContent: `  ${time}  ${marks}` }), ...body);
}

function component(c, m) {
  const use = (data) => attempt(() => interact(3, { component_type: c.type, custom_id: c.custom_id, ...data }, m));
  switch (c.type) {
    case 1: return el('div', { className: 'row' }, ...c.components.map((inner) => component(inner, m)));
    case 2: return el('button', { textContent: `${c.emoji?.name ?? ''} ${c.label ?? ''}`.trim(), disabled: c.disabled ?? false, onclick: () => (c.url ? window.open(c.url, '_blank', 'noopener') : use({})) });
    case 3: return el('select', { onchange: (e) => use({ values: [e.target.value] }) }, el('option', { textContent: c.placeholder ?? 'Select…', disabled: true, selected: true }),
      ...c.options.map((o) => el('option', { value: o.value, textContent: o.label })));
    case 10: return el('div', { className: 'text', textContent: c.content });
    case 14: return el('hr');
    case 9: return el('div', {}, ...c.components.map((inner) => component(inner, m)), component(c.accessory, m));
    case 17: return el('div', { className: 'container' }, ...c.components.map((inner) => component(inner, m)));
    default: return el('small', { textContent: `(component ${c.type})` });
  }
}

async function interact(type, data, m) {
  const nonce = crypto.randomUUID().replaceAll('-', '').slice(0, 25);
  await api('POST', '/interactions', { type, data, nonce, application_id: world.application_id, guild_id: channel.guild_id, channel_id: channel.id, session_id: 'page', message_id: m?.id });
  const result = await call('GET', `/sandbox/interactions/${nonce}?wait=true`);
  if (result.failure) throw new Error(result.failure);
  if (result.modal) form(result);
}

function form({ id, modal }) {
  const dialog = $('modal');
  const fields = modal.components.flatMap((top) => (top.component ? [{ label: top.label, ...top.component }] : top.components ?? []));
  const inputs = fields.map((f) => (f.options
    ? el('select', { multiple: (f.max_values ?? 1) > 1 }, ...f.options.map((o) => el('option', { value: o.value, textContent: o.label, selected: o.default ?? false })))
    : el(f.style === 2 ? 'textarea' : 'input', { value: f.value ?? '', placeholder: f.placeholder ?? '' })));
  const values = (f, input) => (f.type === 4 || f.type === 21 ? { value: input.value } : { values: f.options ? [...input.selectedOptions].map((o) => o.value) : input.value.split(',').map((v) => v.trim()).filter(Boolean) });
  dialog.firstElementChild.replaceChildren(el('h2', { textContent: modal.title }), ...fields.map((f, i) => el('label', {}, f.label ?? f.custom_id, inputs[i])),
    el('button', { textContent: 'Send', value: 'send' }), el('button', { textContent: 'Cancel', value: 'cancel' }));
  dialog.onclose = () => dialog.returnValue === 'send' && attempt(() => interact(5, {
    id, custom_id: modal.custom_id, components: fields.map((f, i) => ({ type: 18, component: { type: f.type, custom_id: f.custom_id, ...values(f, inputs[i]) } })),
  }));
  dialog.showModal();
}

// From "/incident declare title:"…" to the options of the command, by its definition.
async function command(line) {
  const index = await api('GET', `/guilds/${world.server.guild_id}/application-command-index`);
  const words = line.slice(1).match(/(?:[^\s"]|"(?:\\"|[^"])*")+/g) ?? [];
  const found = index.application_commands.find((c) => c.type === 1 && c.name === words[0]);
  if (!found) throw new Error(`There is no command /${words[0]}. There are: ${index.application_commands.filter((c) => c.type === 1).map((c) => `/${c.name}`).join(' ')}`);
  const options = (definitions, rest) => {
    const sub = definitions.find((d) => d.type < 3 && d.name === rest[0]);
    if (sub) return [{ name: sub.name, type: sub.type, options: options(sub.options ?? [], rest.slice(1)) }];
    return rest.map((word) => {
      const [, name, raw] = word.match(/^([^:]+):(.*)$/s) ?? [];
      const definition = definitions.find((d) => d.name === name);
      if (!definition) throw new Error(`“${word}” is no option here. There are: ${definitions.map((d) => d.name).join(', ')}`);
      const text = raw.replace(/^"|"$/g, '').replaceAll('\\"', '"');
      const id = { 6: world.people[text.replace('@', '')]?.id, 7: world.channels[text.replace('#', '')], 8: world.roles[text.replace('@', '')] };
      id[9] = id[6] ?? id[8];
      const value = definition.type === 4 || definition.type === 10 ? Number(text) : definition.type === 5 ? text === 'true' : id[definition.type] ?? text;
      return { name, type: definition.type, value };
    });
  };
  await interact(2, { id: found.id, name: found.name, type: 1, version: found.version, options: options(found.options ?? [], words.slice(1)) });
}

$('say').onsubmit = (event) => {
  event.preventDefault();
  const text = $('text').value;
  $('text').value = '';
  if (text.trim()) attempt(() => (text.startsWith('/') ? command(text) : api('POST', `/channels/${channel.id}/messages`, { content: text })));
};

await refresh();
setInterval(() => refresh().catch((error) => notice(error.message)), 1500);
