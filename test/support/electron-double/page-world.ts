// What runs inside the page: the preload in a world of its own, with the few things of `electron` it may have there, and the
// small piece in the page's world that receives what the preload exposes.
import { DESKTOP_WORLD } from './world-name.ts';

/** Binding through which the preload's world reaches the main process; the page's world does not have it. */
export const TO_MAIN = '__electronDoubleToMain';
/** Function of the preload's world through which the main process reaches it. */
export const FROM_MAIN = '__electronDoubleFromMain';
const CLOSED = '__electronDouble:port-closed';
const EXPOSE = '__electronDouble:expose';

/** The page's world, before any script of the page. */
export const PAGE_WORLD = `(() => {
  const expose = (event) => {
    const { key, value } = JSON.parse(event.detail);
    Object.defineProperty(window, key, { value, enumerable: true, configurable: false, writable: false });
  };
  document.addEventListener(${JSON.stringify(EXPOSE)}, expose);
  // Ports come in the order the preload made them. Electron tells a page that a port's other end closed; Chromium alone does not.
  const arrived = [];
  window.addEventListener('message', ({ ports }) => arrived.push(...ports), true);
  document.addEventListener(${JSON.stringify(CLOSED)}, ({ detail }) => arrived[Number(detail)]?.dispatchEvent(new Event('close')));
  // Only the preload speaks before the page does.
  document.addEventListener('readystatechange', () => document.removeEventListener(${JSON.stringify(EXPOSE)}, expose), { once: true });
})()`;

/** The preload's world: its script with a \`require\` that has but \`electron\`, as in Electron's sandbox. */
export function preloadWorld(preload: string): string {
  return `(() => {
    if (window !== window.top) return;
    const toMain = (message) => globalThis.${TO_MAIN}(JSON.stringify(message));
    const listeners = new Map();
    const ports = new Map();
    const ordinals = new Map();
    const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const textOf = (bytes) => { let text = ''; for (const byte of bytes) text += String.fromCharCode(byte); return btoa(text); };
    const pack = (data) => typeof data === 'string' ? { text: data }
      : data instanceof ArrayBuffer ? { buffer: textOf(new Uint8Array(data)) }
      : ArrayBuffer.isView(data) ? { bytes: textOf(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)) }
      : { json: JSON.parse(JSON.stringify(data ?? null)) };
    const unpack = (packed) => 'text' in packed ? packed.text
      : 'buffer' in packed ? bytesOf(packed.buffer).buffer
      : 'bytes' in packed ? bytesOf(packed.bytes) : packed.json;
    const portOf = (id) => {
      const { port1, port2 } = new MessageChannel();
      ports.set(id, port1);
      ordinals.set(id, ordinals.size);
      port1.onmessage = ({ data }) => toMain({ what: 'port', id, data: pack(data) });
      port1.addEventListener('close', () => { ports.delete(id); toMain({ what: 'port-closed', id }); });
      return port2;
    };
    globalThis.${FROM_MAIN} = (message) => {
      if (message.what === 'port') { ports.get(message.id)?.postMessage(unpack(message.data)); return; }
      if (message.what === 'port-closed') { 
        if (!ports.has(message.id)) return;
        ports.get(message.id).close();
        ports.delete(message.id);
        document.dispatchEvent(new CustomEvent(${JSON.stringify(CLOSED)}, { detail: String(ordinals.get(message.id)) }));
        return;
      }
      const event = { ports: message.ports.map(portOf), sender: ipcRenderer, senderId: 0 };
      for (const listener of listeners.get(message.channel) ?? []) listener(event, ...message.args);
    };
    const ipcRenderer = {
      send: (channel, ...args) => toMain({ what: 'ipc', channel, args: structuredClone(args) }),
      on: (channel, listener) => { listeners.set(channel, [...(listeners.get(channel) ?? []), listener]); return ipcRenderer; },
      off: (channel, listener) => { listeners.set(channel, (listeners.get(channel) ?? []).filter((one) => one !== listener)); return ipcRenderer; },
    };
    const contextBridge = {
      exposeInMainWorld: (key, value) =>
        document.dispatchEvent(new CustomEvent(${JSON.stringify(EXPOSE)}, { detail: JSON.stringify({ key, value }) })),
    };
    const require = (name) => {
      if (name === 'electron' || name === 'electron/renderer') return { contextBridge, ipcRenderer };
      throw new Error('module not found: ' + name);
    };
    const module = { exports: {} };
    (function (require, module, exports) {\n${preload}\n})(require, module, module.exports);
  })()
  //# sourceURL=${DESKTOP_WORLD}`;
}
