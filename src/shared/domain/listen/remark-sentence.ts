// What a remark on a `stripe listen` command says in English, for the API. The dashboard has its own texts.
import type { ListenRemark } from '../listen-command.ts';

export function remarkSentence({ code, text, value }: ListenRemark): string {
  switch (code) {
    case 'no_command':
      return 'There is no stripe listen command in this text. Paste the command with its --forward-to.';
    case 'no_target':
      return 'The command has no --forward-to, so there is nothing to forward to. Add it, such as --forward-to localhost:3000/webhook.';
    case 'no_value':
      return `${text} has no value. Write the address behind it.`;
    case 'bad_address':
      return `“${text}” is not an address to forward to. Use 8000, /path, host:port/path or a full http(s) URL.`;
    case 'unknown_variable':
      return `${text} is a variable whose value is not in this text: your shell or build tool fills it in. Replace it with the value, such as the port your backend listens on.`;
    case 'assumed_variable':
      return `${text} is read as ${value}, which this text gives as its value or default.`;
    case 'docker_host':
      return `${text} is how a container reaches your machine. Hookline runs on the machine itself, so it uses localhost.`;
    case 'container_name':
      return `${text} looks like the name of a container or of another machine. If Hookline cannot reach it, use localhost and the published port.`;
  }
}
