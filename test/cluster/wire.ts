import { createSocket } from 'node:dgram';
import { connect } from 'node:net';

const PATIENCE = 3000;

/** Sends a line over TCP, and returns the line that comes back. */
export async function askTcp(host: string, port: number, line: string): Promise<string> {
  const socket = connect({ host, port });
  return new Promise((resolve, reject) => {
    socket.setTimeout(PATIENCE, () => socket.destroy(new Error('no answer')));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('closed without an answer')));
    socket.on('data', data => {
      resolve(data.toString());
      socket.destroy();
    });
    socket.write(`${line}\n`);
  });
}

/** Sends a datagram, and returns the one that comes back. */
export async function askUdp(host: string, port: number, text: string): Promise<string> {
  const socket = createSocket('udp4');
  return new Promise<string>((resolve, reject) => {
    setTimeout(() => reject(new Error('no answer')), PATIENCE).unref();
    socket.on('error', reject);
    socket.on('message', data => resolve(data.toString()));
    socket.send(text, port, host);
  }).finally(() => socket.close());
}

/** Whether somebody takes TCP connections there. */
export async function isOpen(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host, port });
    const tell = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(PATIENCE, () => tell(false));
    socket.on('error', () => tell(false));
    socket.on('connect', () => tell(true));
  });
}

/** The address that this machine has for others there: that of a connection to them. */
export async function localAddress(host: string, port: number): Promise<string> {
  const socket = connect({ host, port });
  return new Promise((resolve, reject) => {
    socket.setTimeout(PATIENCE, () => socket.destroy(new Error('no answer')));
    socket.on('error', reject);
    socket.on('connect', () => {
      resolve(socket.localAddress!);
      socket.destroy();
    });
  });
}
