/** The only thing the core asks of its host: to take the events that stand in the event buffer. The file's name is the import's. */
export declare function drain(bytes: i32): void;
