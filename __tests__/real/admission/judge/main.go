// Package main answers, for each object on its standard input, what `istioctl validate` would say about it.
//
// One JSON object per line in, one line {"error": …, "warning": …} out, in the same order. It is compiled inside the
// module that pins istiod (bench/parts/istio), and takes the same steps as istioctl: strict decoding of the spec,
// unknown top-level fields, then the validation function that istiod's webhook calls.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/log"
)

var topLevelFields = map[string]bool{
	"apiVersion": true, "kind": true, "metadata": true, "spec": true, "status": true,
}

type verdict struct {
	Error   string `json:"error,omitempty"`
	Warning string `json:"warning,omitempty"`
}

func main() {
	for _, scope := range log.Scopes() {
		scope.SetOutputLevel(log.NoneLevel)
	}
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 {
			answer, _ := json.Marshal(judge(line))
			_, _ = out.Write(append(answer, '\n'))
			if in.Buffered() == 0 {
				_ = out.Flush()
			}
		}
		if err != nil {
			return
		}
	}
}

func judge(line []byte) (answer verdict) {
	// A validation that panics would take istioctl down too, and the webhook's request with it.
	defer func() {
		if cause := recover(); cause != nil {
			answer = verdict{Error: fmt.Sprintf("panic: %v", cause)}
		}
	}()
	fields := map[string]any{}
	if err := json.Unmarshal(line, &fields); err != nil {
		return verdict{Error: err.Error()}
	}
	object := unstructured.Unstructured{Object: fields}
	kind := object.GroupVersionKind()
	schema, exists := collections.Pilot.FindByGroupVersionAliasesKind(
		config.GroupVersionKind{Group: kind.Group, Version: kind.Version, Kind: kind.Kind})
	if !exists {
		return verdict{Error: fmt.Sprintf("unknown kind %v", kind)}
	}
	spec, err := json.Marshal(fields["spec"])
	if err != nil {
		return verdict{Error: err.Error()}
	}
	message, err := schema.NewInstance()
	if err != nil {
		return verdict{Error: err.Error()}
	}
	if err := config.ApplyJSONStrict(message, string(spec)); err != nil {
		return verdict{Error: fmt.Sprintf("cannot parse: %v", err)}
	}
	for field := range fields {
		if !topLevelFields[field] {
			return verdict{Error: fmt.Sprintf("unknown field %q", field)}
		}
	}
	namespace := object.GetNamespace()
	if namespace == "" {
		namespace = "default"
	}
	warning, err := schema.ValidateConfig(config.Config{
		Meta: config.Meta{
			GroupVersionKind: schema.GroupVersionKind(),
			Name:             object.GetName(),
			Namespace:        namespace,
			Labels:           object.GetLabels(),
			Annotations:      object.GetAnnotations(),
		},
		Spec: message,
	})
	if err != nil {
		answer.Error = err.Error()
	}
	if warning != nil {
		answer.Warning = warning.Error()
	}
	return answer
}
