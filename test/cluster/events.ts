import { get } from './kubectl';
import { eventually } from './retry';

interface EventList {
  readonly items: readonly { readonly reason: string; readonly message: string; readonly involvedObject: { readonly name: string } }[];
}

/** Waits for an event of an object whose name begins so, and returns what it says. */
export async function eventOf(namespace: string, name: string, reason: string, says: RegExp): Promise<string> {
  return eventually(async () => {
    const { items } = await get<EventList>('-n', namespace, 'events');
    const event = items.find(item => item.reason === reason && item.involvedObject.name.startsWith(name) && says.test(item.message));
    if (event === undefined) {
      throw new Error(`no event ${reason} of ${name}: ${items.map(({ message }) => message).join('; ')}`);
    }
    return event.message;
  });
}
