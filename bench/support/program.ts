import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { z } from "zod";

/** A program of the bench in a process of its own. */
export interface Program {
  readonly pid: number;
  /** Has it do something. @throws Error with the program's words where that fails */
  call<Answer>(name: string, argument: object, shape: z.ZodType<Answer>): Promise<Answer>;
  stop(): Promise<void>;
}

const reply = z.object({ id: z.number(), value: z.unknown().optional(), error: z.string().optional() });

/**
 * Starts a program that answers calls: see `answerCalls`. It ends with this process, however that ends.
 *
 * @param file below `bench/`
 */
export function startProgram(file: string, flags: readonly string[] = []): Program {
  const child = fork(path.join(import.meta.dirname, "..", file), { execArgv: [...flags] });
  const waiting = new Map<number, (answer: z.output<typeof reply>) => void>();
  child.on("message", (message) => {
    const answer = reply.parse(message);
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  child.once("exit", () => {
    for (const [id, settle] of waiting) settle({ id, value: undefined, error: `${file} ended` });
    waiting.clear();
  });
  let last = 0;
  return {
    pid: pidOf(child, file),
    async call(name, argument, shape) {
      const id = ++last;
      const answered = new Promise<z.output<typeof reply>>((resolve) => waiting.set(id, resolve));
      child.send({ id, call: name, argument });
      const { value, error } = await answered;
      if (error !== undefined) throw new Error(`${file}: ${name} failed: ${error}`);
      return shape.parse(value);
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}

export function pidOf(child: ChildProcess, what: string): number {
  if (child.pid === undefined) throw new Error(`${what} could not be started`);
  return child.pid;
}
