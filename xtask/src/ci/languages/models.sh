# Compiles the models of a C# client: all but what reads one-ofs, of which there are none, and which needs a newer Json.NET.
set -eu
folder=$1
json=$2
find "$folder/Model" -name '*.cs' ! -name 'AbstractOpenAPISchema.cs' > models.txt
exec mcs -langversion:latest -target:library -out:models.dll "-r:$json" -r:System.Net.Http.dll -r:System.Runtime.Serialization.dll \
    -r:System.ComponentModel.DataAnnotations.dll \
    "$folder/Client/FileParameter.cs" "$folder/Client/OpenAPIDateConverter.cs" @models.txt
