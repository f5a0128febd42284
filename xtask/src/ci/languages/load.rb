# Loads a gem that loads its constants when they are asked for, and asks for all of them.
folder, gem, namespace = ARGV
$LOAD_PATH.unshift(folder)
require gem
names = Object.const_get(namespace).constants
names.each { |name| Object.const_get(namespace).const_get(name) }
puts "#{names.size} constants loaded"
