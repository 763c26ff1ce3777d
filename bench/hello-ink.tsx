import {render, Text} from 'ink';

render(<Text>Hello</Text>, {alternateScreen: true});
// Ink ends with the last thing that keeps it alive; a program with a keyboard stays.
setTimeout(() => {}, 60_000);
