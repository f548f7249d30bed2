import { z } from "zod";

/** What a program of the bench can be asked to do, by name. */
export type Calls = Readonly<Record<string, (argument: unknown) => unknown>>;

const question = z.object({ id: z.number(), call: z.string(), argument: z.unknown() });

/** Answers the parent's calls, each as it comes, and ends with the parent. */
export function answerCalls(calls: Calls): void {
  const answer = async (message: unknown): Promise<void> => {
    const { id, call, argument } = question.parse(message);
    try {
      const handler = calls[call];
      if (handler === undefined) throw new Error(`This program does not know ${call}`);
      process.send?.({ id, value: await handler(argument) });
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  };
  process.on("message", (message) => void answer(message));
  process.on("disconnect", () => process.exit(0));
}
