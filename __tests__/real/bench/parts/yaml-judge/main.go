// Package main answers, for each file on its standard input, which documents kubectl reads in it.
//
// One JSON string per line in, one JSON list of documents per line out, in the same order. Documents are split by the decoder
// that kubectl uses (k8s.io/apimachinery), and each is read by sigs.k8s.io/yaml, strictly and not.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/runtime"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

type document struct {
	// Value is what kubectl sends to the API server.
	Value json.RawMessage `json:"value,omitempty"`
	// Error is why it sends nothing.
	Error string `json:"error,omitempty"`
	// Strict is what strict decoding finds wrong besides, such as duplicate keys.
	Strict string `json:"strict,omitempty"`
}

type answer struct {
	// Documents are what kubectl reads, up to its first error.
	Documents []document `json:"documents"`
	// Whole is the text as one document, read by sigs.k8s.io/yaml alone.
	Whole document `json:"whole"`
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 {
			var text string
			if err := json.Unmarshal(line, &text); err != nil {
				panic(err)
			}
			encoded, err := json.Marshal(answer{read([]byte(text)), whole([]byte(text))})
			if err != nil {
				panic(err)
			}
			_, _ = out.Write(append(encoded, '\n'))
			if in.Buffered() == 0 {
				_ = out.Flush()
			}
		}
		if err != nil {
			return
		}
	}
}

// read does what kubectl's StreamVisitor does, with the byte order mark dropped as its FileVisitor drops it.
func read(text []byte) []document {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	decoder := utilyaml.NewYAMLOrJSONDecoder(bytes.NewReader(text), 4096)
	documents := []document{}
	for {
		object := runtime.RawExtension{}
		err := decoder.Decode(&object)
		if errors.Is(err, io.EOF) {
			return documents
		}
		if err != nil {
			return append(documents, document{Error: err.Error()})
		}
		documents = append(documents, document{Value: object.Raw})
	}
}

func whole(text []byte) document {
	value, err := yaml.YAMLToJSON(text)
	if err != nil {
		return document{Error: err.Error()}
	}
	if _, err := yaml.YAMLToJSONStrict(text); err != nil {
		return document{Value: value, Strict: err.Error()}
	}
	return document{Value: value}
}
