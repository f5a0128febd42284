<?php
// Loads every class below a folder, with Guzzle from the system; the least notice is an error.
error_reporting(E_ALL);
set_error_handler(function ($level, $message, $file, $line) {
    throw new ErrorException($message, 0, $level, $file, $line);
});
require '/usr/share/php/GuzzleHttp/autoload.php';

[, $folder, $namespace] = $argv;
spl_autoload_register(function ($class) use ($folder, $namespace) {
    if (str_starts_with($class, "$namespace\\")) {
        require $folder . '/' . str_replace('\\', '/', substr($class, strlen($namespace) + 1)) . '.php';
    }
});
$files = new RecursiveIteratorIterator(new RecursiveDirectoryIterator($folder, FilesystemIterator::SKIP_DOTS));
$loaded = 0;
foreach ($files as $file) {
    $name = substr($file->getPathname(), strlen($folder) + 1, -strlen('.php'));
    $class = "$namespace\\" . str_replace('/', '\\', $name);
    if (!class_exists($class) && !interface_exists($class)) {
        throw new LogicException("$file declares no $class");
    }
    $loaded++;
}
echo "$loaded classes loaded\n";
